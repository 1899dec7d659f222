{#- Rows of a raw table that the release being built may use: deliveries it is the first to hold and
    those whose content is in force, and those a new one corrects, to tell the difference. `_efektif`
    marks the ones in force. -#}
{% macro rows_of_release(source_relation, provider, dataset) -%}
    select
        s.*,
        k.efektif as _efektif,
        k.tanggal_acuan
    from {{ source_relation }} as s
    inner join {{ source('ledger', 'kiriman_rilis') }} as k
        on
            s._delivery = k._delivery
            and k.penyedia = '{{ provider }}'
            and k.dataset = '{{ dataset }}'
    where k.efektif or k.baru or k.dibandingkan
{%- endmacro %}

{#- Fingerprint of everything a row says, to tell identical doubles from conflicting ones. Compared
    within one run only, never stored in a release. -#}
{% macro content_hash(columns) -%}
    {{ row_hash(columns) }}
{%- endmacro %}
