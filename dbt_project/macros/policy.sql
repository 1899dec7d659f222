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
{#- Pasal 10 ayat (4) over the columns huruf_a to huruf_d, read as the project's setting says. -#}
{% macro qualifies_as_data_individu() -%}
    {%- set readings = {
        'salah_satu': 'huruf_a and huruf_b and (huruf_c or huruf_d)',
        'semua': 'huruf_a and huruf_b and huruf_c and huruf_d',
        'mana_saja': 'huruf_a or huruf_b or huruf_c or huruf_d',
    } -%}
    {%- set reading = var('pembacaan_pasal_10_ayat_4') -%}
    {%- if reading not in readings -%}
        {{ exceptions.raise_compiler_error('pembacaan_pasal_10_ayat_4: ' ~ reading) }}
    {%- endif -%}
    {{ readings[reading] }}
{%- endmacro %}
