{#- True when two aliases name the same delivered row. -#}
{% macro is_same_row(left_alias, right_alias) -%}
    {{ left_alias }}._delivery = {{ right_alias }}._delivery
    and {{ left_alias }}.dataset = {{ right_alias }}.dataset
    and {{ left_alias }}._file = {{ right_alias }}._file
    and {{ left_alias }}._row_number = {{ right_alias }}._row_number
{%- endmacro %}

{#- True for rows of `alias` that no row rule refused; the model imports `rekaman_ditolak`. -#}
{% macro is_accepted(alias) -%}
    not exists (select 1 from rekaman_ditolak as t where {{ is_same_row('t', alias) }})
{%- endmacro %}

{#- True for rows of `alias` that are set aside; the model imports `rekaman_dikesampingkan`. -#}
{% macro is_set_aside(alias) -%}
    exists (select 1 from rekaman_dikesampingkan as k where {{ is_same_row('k', alias) }})
{%- endmacro %}
