{#- The clock of all history is the release date, also for deletions; never the wall clock. -#}
{% macro duckdb__snapshot_get_time() -%}
    (select cast(tanggal_rilis as timestamp) from {{ source('kendali', 'rilis') }})
{%- endmacro %}

{#- Take back what an unfinished run of this or a later release wrote, so that a history table always
    continues from the base release. Runs before a snapshot. -#}
{% macro rewind_history(history) -%}
    {%- if execute and adapter.get_relation(history.database, history.schema, history.identifier) -%}
        delete from {{ history }}
        where dbt_valid_from >= {{ duckdb__snapshot_get_time() }};
        update {{ history }}
        set dbt_valid_to = null
        where dbt_valid_to >= {{ duckdb__snapshot_get_time() }};
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
