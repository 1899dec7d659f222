{#- Every difference between engines lives here; elsewhere SQL is portable. -#}

{% macro hash63(expression) -%}
    cast(md5_number_lower({{ expression }}) >> 1 as bigint)
{%- endmacro %}

{% macro hash_hex(expression) -%}
    sha256({{ expression }})
{%- endmacro %}

{#- Null counts apart from the empty text; the engine's own 64-bit hash, so not for what is kept. -#}
{% macro row_hash(columns) -%}
    cast(hash({{ columns | join(', ') }}) as varchar)
{%- endmacro %}

{#- Value of the first row that has one; a row where `counts_empty` holds ends the search with none. -#}
{% macro first_said(value, order, counts_empty) -%}
    arg_min_null({{ value }}, {{ order }})
    filter (where {{ value }} is not null or {{ counts_empty }})
{%- endmacro %}

{#- Value of the first row, null when that row has none; rows without an order do not count. -#}
{% macro value_of_first(value, order) -%}
    arg_min_null({{ value }}, {{ order }})
{%- endmacro %}

{% macro name_similarity(left, right) -%}
    jaro_winkler_similarity({{ left }}, {{ right }})
{%- endmacro %}

{#- Places at which two texts of one length differ; other lengths are an error. -#}
{% macro digits_apart(left, right) -%}
    hamming({{ left }}, {{ right }})
{%- endmacro %}

{% macro matches(expression, pattern) -%}
    regexp_full_match({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{#- What a group of the first match holds; empty when nothing matches. -#}
{% macro first_match(expression, pattern, group) -%}
    regexp_extract({{ expression }}, '{{ pattern }}', {{ group }})
{%- endmacro %}

{% macro parse_date(expression, format) -%}
    cast(try_strptime({{ expression }}, '{{ format }}') as date)
{%- endmacro %}

{% macro try_integer(expression) -%}
    try_cast({{ expression }} as integer)
{%- endmacro %}

{% macro without_accents(expression) -%}
    strip_accents({{ expression }})
{%- endmacro %}

{% macro first_word(expression) -%}
    split_part({{ expression }}, ' ', 1)
{%- endmacro %}

{% macro last_word(expression) -%}
    split_part({{ expression }}, ' ', -1)
{%- endmacro %}

{% macro try_decimal(expression, scale) -%}
    try_cast({{ expression }} as decimal(18, {{ scale }}))
{%- endmacro %}

{% macro days_between(from_date, to_date) -%}
    cast(date_diff('day', {{ from_date }}, {{ to_date }}) as integer)
{%- endmacro %}

{% macro joined_text(expression, separator) -%}
    string_agg(distinct {{ expression }}, '{{ separator }}' order by {{ expression }})
{%- endmacro %}

{% macro words_contained(left, right) -%}
    (
        list_has_all(string_split({{ left }}, ' '), string_split({{ right }}, ' '))
        or list_has_all(string_split({{ right }}, ' '), string_split({{ left }}, ' '))
    )
{%- endmacro %}

{#- One row per word of a text. -#}
{% macro each_word(expression) -%}
    unnest(string_split({{ expression }}, ' '))
{%- endmacro %}

{#- Aggregate: the values as a list, the least first, without nulls. -#}
{% macro in_order(value) -%}
    list_sort(list({{ value }}) filter (where {{ value }} is not null))
{%- endmacro %}

{#- Aggregate: the values that are not null as a list in the order of another column. -#}
{% macro list_in_order_of(value, order) -%}
    list({{ value }} order by {{ order }}) filter (where {{ value }} is not null)
{%- endmacro %}

{#- The place of a value in a list, null when it is not there. -#}
{% macro place_in(list, value) -%}
    list_position({{ list }}, {{ value }})
{%- endmacro %}

{#- One row per name whose condition holds; `cases` are pairs of condition and name. -#}
{% macro each_that_holds(cases) -%}
    unnest(
        list_filter(
            [
                {% for condition, name in cases %}
                case when {{ condition }} then '{{ name }}' end{{ ',' if not loop.last }}
                {% endfor %}
            ],
            lambda nama: nama is not null
        )
    )
{%- endmacro %}

{#- Ends a select whose columns a filter outside asks for: the engine would otherwise move the filter
    inside, with all its conditions, and work them out twice. -#}
{% macro worked_out_once() -%}
    offset 0
{%- endmacro %}

{#- A value that the connection holds and no SQL text shows. -#}
{% macro connection_variable(name) -%}
    getvariable('{{ name }}')
{%- endmacro %}

{#- Files of one sealed table of a release of this home, named with its version (2026T1.v1); their seals are
    not looked at. -#}
{% macro release_files(table, release) -%}
    {%- if '.v' not in release -%}
        {{ exceptions.raise_compiler_error('a release with its version, such as 2026T1.v1: ' ~ release) }}
    {%- endif -%}
    read_parquet(
        '{{ env_var("DTSEN_HOME") }}/rilis/{{ release }}/*/{{ table }}/**/*.parquet',
        hive_partitioning = false
        {%- if target.name == 'bersandi' -%}
        , encryption_config = {footer_key: 'dtsen'}
        {%- endif -%}
    )
{%- endmacro %}

{#- The values of columns as a list, and its item at a place that counts from 1. -#}
{% macro list_of(columns) -%}
    list_value({{ columns | join(', ') }})
{%- endmacro %}

{% macro item_of(list, place) -%}
    list_extract({{ list }}, {{ place }})
{%- endmacro %}

{#- How many items of a sorted list are not above a value; null for no list. -#}
{% macro items_reached(list, value) -%}
    len(list_filter({{ list }}, lambda batas: batas <= {{ value }}))
{%- endmacro %}

{#- One row per column that is not null, with its name and its value: after `from` and a relation. -#}
{% macro a_row_each(columns, name, value) -%}
    unpivot ({{ value }} for {{ name }} in ({{ columns | join(', ') }}))
{%- endmacro %}

{#- Aggregate: the value after the largest (the same again where two have it), null for fewer than two. -#}
{% macro second_largest(value) -%}
    list_extract({{ in_order(value) }}, -2)
{%- endmacro %}
