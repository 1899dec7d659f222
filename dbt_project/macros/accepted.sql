{#- True for rows of `alias` that no row rule refused; the model imports `rekaman_ditolak`. -#}
{% macro is_accepted(alias) -%}
    not exists (
        select 1
        from rekaman_ditolak as t
        where
            t._delivery = {{ alias }}._delivery
            and t.dataset = {{ alias }}.dataset
            and t._file = {{ alias }}._file
            and t._row_number = {{ alias }}._row_number
    )
{%- endmacro %}

{#- True for rows of `alias` that are set aside; the model imports `rekaman_dikesampingkan`. -#}
{% macro is_set_aside(alias) -%}
    exists (
        select 1
        from rekaman_dikesampingkan as k
        where
            k._delivery = {{ alias }}._delivery
            and k.dataset = {{ alias }}.dataset
            and k._file = {{ alias }}._file
            and k._row_number = {{ alias }}._row_number
    )
{%- endmacro %}
