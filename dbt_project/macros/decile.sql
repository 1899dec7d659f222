{#- A tenth of an ordering: 1 to 10. -#}
{% macro decile_is_possible(decile) -%}
    coalesce({{ decile }} between 1 and 10, false)
{%- endmacro %}
