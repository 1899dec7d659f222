{#- A table of a stored release as a relation in brackets, for questions to the past. `true_at` keeps the rows
    that held on a day (ISO date) as that release knew it; only tables with validity can tell. -#}
{% macro as_of(table, release, true_at=none) -%}
    (
        select * from {{ release_files(table, release) }}
        {%- if true_at %}
        where
            coalesce(berlaku_dari <= date '{{ true_at }}', true)
            and coalesce(berlaku_sampai > date '{{ true_at }}', true)
        {%- endif %}
    )
{%- endmacro %}
