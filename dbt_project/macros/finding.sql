{#- One row rule: rows of `relation` for which `condition` holds, with the reason code and column. -#}
{% macro finding(code, column, relation, condition) -%}
    select
        penyedia,
        dataset,
        _delivery,
        _file,
        _row_number,
        '{{ code }}' as kode_alasan,
        '{{ column }}' as kolom
    from {{ relation }}
    where {{ condition }}
{%- endmacro %}
