{#- What a snapshot has to write, by one join of source and history instead of dbt's three: rows that are
    new or changed to insert, rows of the history to end. The latter carry their id alone, as
    the merge of this engine reads no more. Kinds of snapshots that are not used here keep dbt's way. -#}
{% macro duckdb__snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {%- set is_plain = strategy.unique_key is string and strategy.hard_deletes == 'invalidate'
        and not config.get('dbt_valid_to_current') and not config.get('snapshot_table_column_names') -%}
    {%- if not is_plain -%}
    {{ dbt.default__snapshot_staging_table(strategy, source_sql, target_relation) }}
    {%- else -%}
    {%- set on_key = unique_key_join_on(strategy.unique_key, 'snapshotted_data', 'source_data') -%}
    with source_data as materialized (
        select *, {{ unique_key_fields(strategy.unique_key) }} from ({{ source_sql }})
    ),

    snapshotted_data as (
        select *, {{ unique_key_fields(strategy.unique_key) }}
        from {{ target_relation }}
        where dbt_valid_to is null
    ),

    changed as (
        select source_data.*, snapshotted_data.dbt_scd_id as replaced_scd_id
        from source_data
        left join snapshotted_data on {{ on_key }}
        where
            {{ unique_key_is_null(strategy.unique_key, 'snapshotted_data') }}
            or {{ strategy.row_changed }}
    ),

    ended as (
        select 'update' as dbt_change_type, replaced_scd_id as dbt_scd_id
        from changed
        where replaced_scd_id is not null
        union all
        select 'delete' as dbt_change_type, dbt_scd_id
        from snapshotted_data
        anti join source_data on {{ on_key }}
    ),

    no_values as (
        select * from source_data where false
    )

    select
        'insert' as dbt_change_type,
        changed.* exclude (replaced_scd_id),
        {{ strategy.updated_at }} as dbt_updated_at,
        {{ strategy.updated_at }} as dbt_valid_from,
        {{ get_dbt_valid_to_current(strategy, get_snapshot_table_column_names()) }},
        {{ strategy.scd_id }} as dbt_scd_id
    from changed
    union all
    select
        ended.dbt_change_type,
        no_values.*,
        {{ strategy.updated_at }},
        {{ strategy.updated_at }},
        {{ strategy.updated_at }},
        ended.dbt_scd_id
    from ended
    left join no_values on true
    {%- endif -%}
{%- endmacro %}
