{#- Tables and views are put in place of the old ones in one transaction: the engine changes its catalogue within one,
    so nothing has to be built under another name first. Each renaming costs dbt as much as a small model. -#}

{% materialization table, adapter='duckdb' -%}
    {{ return(put_in_place('table')) }}
{%- endmaterialization %}

{% materialization view, adapter='duckdb' -%}
    {{ return(put_in_place('view')) }}
{%- endmaterialization %}

{#- Build the model that dbt is at as a table or a view. Hooks, grants and comments of the built-in materializations are
    not carried out: the project has none, and a model that asks for one is refused. -#}
{% macro put_in_place(kind) %}
    {%- for setting in ['grants', 'persist_docs', 'indexes', 'partitioned_by', 'sorted_by'] -%}
        {%- if config.get(setting) -%}
            {{ exceptions.raise_compiler_error(this ~ ': ' ~ setting ~ ' tidak didukung / is not supported') }}
        {%- endif -%}
    {%- endfor -%}
    {%- if pre_hooks or post_hooks or model['language'] != 'sql' -%}
        {{ exceptions.raise_compiler_error(this ~ ': hook atau Python tidak didukung / hooks and Python are not supported') }}
    {%- endif -%}
    {%- set before = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type=kind) -%}
    {% call statement('main') -%}
        {% if before is not none -%}
            drop {{ before.type }} if exists {{ before }};
        {%- endif %}
        {% if kind == 'table' -%}
            {{ create_table_as(False, target, compiled_code) }}
        {%- else -%}
            {{ get_create_view_as_sql(target, compiled_code) }}
        {%- endif %}
    {%- endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [target]}) }}
{% endmacro %}
