{#- A tenth of an ordering: 1 to 10. -#}
{% macro decile_is_possible(decile) -%}
    coalesce({{ decile }} between 1 and 10, false)
{%- endmacro %}

{#- Which of so many equal parts the units reach that are counted from the poorest: ceil(parts × reached / whole), in
    whole numbers, the dividend made divisible first. Null where nothing was counted. -#}
{% macro part_reached(reached, whole, parts) -%}
    {%- set dividend = parts ~ ' * ' ~ reached ~ ' + ' ~ whole ~ ' - 1' -%}
    cast(({{ dividend }} - mod({{ dividend }}, {{ whole }})) / {{ whole }} as smallint)
{%- endmacro %}
