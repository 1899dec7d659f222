{#- Identity of a delivered record: provider, dataset and the provider's own key, hashed. -#}
{% macro record_key(provider, dataset, key_columns) -%}
    {%- set parts = [] -%}
    {%- for column in key_columns -%}
        {%- do parts.append("coalesce(" ~ column ~ ", '')") -%}
    {%- endfor -%}
    {{ hash_hex("'" ~ provider ~ "|" ~ dataset ~ "|' || " ~ parts | join(" || '|' || ")) }}
{%- endmacro %}
