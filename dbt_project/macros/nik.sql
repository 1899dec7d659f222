{#- NIK: 6 digits region of first registration, DDMMYY (day + 40 for women), serial from 0001.
    Source: PP 37/2007 Pasal 37; see the doc block `nik_bentuk`. -#}
{% macro nik_is_well_formed(nik) -%}
    coalesce(
        {{ matches(nik, '[1-9][0-9]{5}(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(0[1-9]|1[0-2])[0-9]{6}') }}
        and right({{ nik }}, 4) <> '0000',
        false
    )
{%- endmacro %}

{#- Number of a family card: 6 digits region of issue, DDMMYY of issue, serial from 0001. -#}
{% macro no_kk_is_well_formed(no_kk) -%}
    coalesce(
        {{ matches(no_kk, '[1-9][0-9]{5}(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{6}') }}
        and right({{ no_kk }}, 4) <> '0000',
        false
    )
{%- endmacro %}
