{#- One row rule: rows of `relation` for which `condition` holds, with the reason code and column.
    `columns` is an expression instead of `column` when the columns differ from row to row. -#}
{% macro finding(code, column, relation, condition, columns=none) -%}
    select
        penyedia,
        dataset,
        _delivery,
        _file,
        _row_number,
        '{{ code }}' as kode_alasan,
        {{ columns or "'" ~ column ~ "'" }} as kolom
    from {{ relation }}
    where {{ condition }}
{%- endmacro %}
