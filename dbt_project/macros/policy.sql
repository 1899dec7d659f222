{#- The update policy of an entity, one row per provider: trust (`percaya_<block>`) and greatest age in
    months (`umur_<block>`) for every block. Null where the policy has no rule. -#}
{% macro policy_by_block(relation, entity, blocks) -%}
    select
        {% for block in blocks %}
        max(case when blok = '{{ block }}' then kepercayaan end) as percaya_{{ block }},
        max(case when blok = '{{ block }}' then umur_maks_bulan end) as umur_{{ block }},
        {% endfor %}
        penyedia
    from {{ relation }}
    where entitas = '{{ entity }}'
    group by penyedia
{%- endmacro %}
