{#- Part of a whole with six decimals; empty when there is no whole. -#}
{% macro share(part, whole) -%}
    cast(
        round(cast({{ part }} as decimal(18, 6)) / nullif({{ whole }}, 0), 6) as decimal(9, 6)
    )
{%- endmacro %}
