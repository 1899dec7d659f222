{#- A birth date that can be: a real day, not after the reference date of the data, at most
    `umur_maks` years before it. -#}
{% macro birth_date_is_possible(birth_date, reference_date) -%}
    coalesce(
        {{ birth_date }} <= {{ reference_date }}
        and extract(year from {{ birth_date }})
        >= extract(year from {{ reference_date }}) - {{ var('umur_maks') }},
        false
    )
{%- endmacro %}

{#- An age somebody can have: 0 to `umur_maks` completed years. -#}
{% macro age_is_possible(age) -%}
    coalesce({{ age }} between 0 and {{ var('umur_maks') }}, false)
{%- endmacro %}

{#- Completed years between two dates. -#}
{% macro age_in_years(birth_date, reference_date) -%}
    cast(
        extract(year from {{ reference_date }}) - extract(year from {{ birth_date }})
        - case
            when
                extract(month from {{ reference_date }}) * 100 + extract(day from {{ reference_date }})
                < extract(month from {{ birth_date }}) * 100 + extract(day from {{ birth_date }})
                then 1
            else 0
        end as integer
    )
{%- endmacro %}

{#- Whole calendar months from one date to another. -#}
{% macro months_between(from_date, to_date) -%}
    (
        (extract(year from {{ to_date }}) - extract(year from {{ from_date }})) * 12
        + extract(month from {{ to_date }}) - extract(month from {{ from_date }})
    )
{%- endmacro %}

{#- A day after every day of any table, where an open end is compared. -#}
{% macro end_of_time() -%}
    date '9999-12-31'
{%- endmacro %}
