{#- NIK: 6 digits region of first registration, DDMMYY (day + 40 for women), serial from 0001.
    Source: PP 37/2007 Pasal 37; see the doc block `nik_bentuk`. A card number has the region and
    the day of issue instead, without + 40. Every part is a rule of its own, so that the provider
    reads what is wrong; a number in which no part is wrong is well-formed. -#}

{#- No number at all: one character over and over (0, -, 9999999999999999) or a filler word. The two
    ends, which cost little, are looked at first. -#}
{% macro number_is_filler(number) -%}
    (
        (
            left({{ number }}, 1) = right({{ number }}, 1)
            and replace({{ number }}, left({{ number }}, 1), '') = ''
        )
        or upper({{ number }}) in ('{{ var('isian_bukan_nomor') | join("', '") }}')
    )
{%- endmacro %}

{#- 16 digits of which the first is not 0. -#}
{% macro number_has_16_digits(number) -%}
    {{ matches(number, '[1-9][0-9]{15}') }}
{%- endmacro %}

{#- The day and month within a number; `days` are the two digits a day can have. -#}
{% macro number_has_a_date(number, days) -%}
    {{ matches('substr(' ~ number ~ ', 7, 4)', '(' ~ days ~ ')(0[1-9]|1[0-2])') }}
{%- endmacro %}

{% macro nik_has_a_date(nik) -%}
    {{ number_has_a_date(nik, '0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01]') }}
{%- endmacro %}

{% macro no_kk_has_a_date(no_kk) -%}
    {{ number_has_a_date(no_kk, '0[1-9]|[12][0-9]|3[01]') }}
{%- endmacro %}

{% macro nik_is_well_formed(nik) -%}
    coalesce(
        {{ number_has_16_digits(nik) }}
        and {{ nik_has_a_date(nik) }}
        and right({{ nik }}, 4) <> '0000'
        and not {{ number_is_filler(nik) }},
        false
    )
{%- endmacro %}

{% macro no_kk_is_well_formed(no_kk) -%}
    coalesce(
        {{ number_has_16_digits(no_kk) }}
        and {{ no_kk_has_a_date(no_kk) }}
        and right({{ no_kk }}, 4) <> '0000'
        and not {{ number_is_filler(no_kk) }},
        false
    )
{%- endmacro %}

{#- True when the NIK was given to a woman. -#}
{% macro nik_is_of_a_woman(nik) -%}
    substr({{ nik }}, 7, 1) >= '4'
{%- endmacro %}

{#- True when the six digits of the NIK are this birth date, as a man's or as a woman's. -#}
{% macro nik_has_the_birth_date(nik, birth_date) -%}
    {{ try_integer('substr(' ~ nik ~ ', 7, 6)') }} % 400000 = (
        extract(day from {{ birth_date }}) * 10000
        + extract(month from {{ birth_date }}) * 100
        + extract(year from {{ birth_date }}) % 100
    )
{%- endmacro %}
