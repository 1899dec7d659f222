{#- One row rule: rows of `relation` for which `condition` holds, with the reason code and column.
    `columns` is an expression instead of `column` when the columns differ from row to row; `value`
    is what the finding is about where it is one value. -#}
{% macro finding(code, column, relation, condition, columns=none, value=none) -%}
    select
        penyedia,
        dataset,
        _delivery,
        _file,
        _row_number,
        '{{ code }}' as kode_alasan,
        {{ columns or "'" ~ column ~ "'" }} as kolom,
        {{ value_fingerprint(column, value) if value else 'cast(null as varchar)' }} as sidik_nilai
    from {{ relation }}
    where {{ condition }}
{%- endmacro %}

{#- Keyed fingerprint of a delivered value: the same value of a column has the same one in every
    delivery of this home, and without the key nobody can try out all NIKs. The key is a variable of
    the connection and stands in no SQL text. Hashed twice, as HMAC does. -#}
{% macro value_fingerprint(column, value) -%}
    {%- set key = connection_variable('kunci_sidik') -%}
    {%- set inner = hash_hex(key ~ " || 'd|" ~ column ~ "|' || " ~ value) -%}
    left({{ hash_hex(key ~ " || 'l|' || " ~ inner) }}, 32)
{%- endmacro %}

{#- The value of a column of `alias` unless a finding blanked it; the model joins
    nilai_dikosongkan as `kosong`. -#}
{% macro used(alias, column) -%}
    case when kosong.kolom_kosong like '% {{ column }} %' then null else {{ alias }}.{{ column }} end
{%- endmacro %}

{#- The join that `used` reads. -#}
{% macro join_blanked(alias) -%}
    left join nilai_dikosongkan as kosong
        on {{ is_same_row(alias, 'kosong') }}
{%- endmacro %}
