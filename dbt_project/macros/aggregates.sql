{#- Pieces that the models of indicator counts share. Which columns there are: macros/indikator.sql, rendered. -#}

{#- The category of one dimension that a row falls into. -#}
{% macro category_of(group) -%}
    case
        {%- for branch in group.cabang %}
        when {{ branch.syarat }} then '{{ branch.nilai }}'
        {%- endfor %}
        else '{{ group.sisa }}'
    end
{%- endmacro %}

{#- Name and category of the dimension that a grouping set counts by; `semua` where it counts by none. -#}
{% macro grouped_by(groups) -%}
    case
        {%- for name in groups %}
        when grouping(g_{{ name }}) = 0 then '{{ name }}'
        {%- endfor %}
        else 'semua'
    end as kelompok,
    coalesce(
        {%- for name in groups %}
        g_{{ name }},
        {%- endfor %}
        'semua'
    ) as nilai_kelompok
{%- endmacro %}

{#- Lists of columns to group by at once. The linter's dialect does not parse it, hence the noqa where it stands. -#}
{% macro grouping_sets(sets) -%}
    grouping sets (
        {%- for columns in sets -%}
        ({{ columns | join(', ') }}){{ ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}

{#- Counts of a region from rows of one family each: `u_` units, `k_` families that units come from; of a
    value `t_` its sum, `b1_` and `b2_` the largest two families. `families` adds what is told of families. -#}
{% macro counts_of(families) -%}
    {%- set parts = [] -%}
    {%- for item in counted_columns('individu') if families or not item.semua -%}
        {%- do parts.append('cast(sum(' ~ item.kolom ~ ') as bigint) as ' ~ item.kolom) -%}
        {%- do parts.append('count(case when ' ~ item.kolom ~ ' > 0 then 1 end) as k' ~ item.kolom[1:]) -%}
    {%- endfor -%}
    {%- if families -%}
        {%- for item in counted_columns('keluarga') -%}
            {%- do parts.append('cast(sum(' ~ item.kolom ~ ') as bigint) as ' ~ item.kolom) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for item in value_columns('individu') + (value_columns('keluarga') if families else []) -%}
        {%- set value = 'v_' ~ item.kolom -%}
        {%- do parts.append('cast(sum(' ~ value ~ ') as decimal(20, 2)) as t_' ~ item.kolom) -%}
        {%- do parts.append('cast(max(' ~ value ~ ') as decimal(20, 2)) as b1_' ~ item.kolom) -%}
        {%- do parts.append('cast(' ~ second_largest(value) ~ ' as decimal(20, 2)) as b2_' ~ item.kolom) -%}
    {%- endfor -%}
    {{ parts | join(',\n        ') }}
{%- endmacro %}

{#- The columns of hitungan_keluarga from hitungan_individu, empty where it has none. -#}
{% macro counts_carried() -%}
    {%- set parts = [] -%}
    {%- for item in counted_columns('individu') -%}
        {%- for name in [item.kolom, 'k' ~ item.kolom[1:]] -%}
            {%- do parts.append('cast(null as bigint) as ' ~ name if item.semua else name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for item in counted_columns('keluarga') -%}
        {%- do parts.append('cast(null as bigint) as ' ~ item.kolom) -%}
    {%- endfor -%}
    {%- for entity in ['individu', 'keluarga'] -%}
        {%- for item in value_columns(entity) -%}
            {%- for name in ['t_', 'b1_', 'b2_'] -%}
                {%- do parts.append(
                    name ~ item.kolom if entity == 'individu'
                    else 'cast(null as decimal(20, 2)) as ' ~ name ~ item.kolom
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ parts | join(',\n        ') }}
{%- endmacro %}

{#- Counts of a larger region from those of its parts; the second largest is that of the parts’ largest, or the
    largest of the parts’ seconds. -#}
{% macro counts_added(alias=none) -%}
    {%- set prefix = alias ~ '.' if alias else '' -%}
    {%- set parts = [] -%}
    {%- for item in counted_columns('individu') -%}
        {%- for name in [item.kolom, 'k' ~ item.kolom[1:]] -%}
            {%- do parts.append('cast(sum(' ~ prefix ~ name ~ ') as bigint) as ' ~ name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for item in counted_columns('keluarga') -%}
        {%- do parts.append('cast(sum(' ~ prefix ~ item.kolom ~ ') as bigint) as ' ~ item.kolom) -%}
    {%- endfor -%}
    {%- for item in value_columns('individu') + value_columns('keluarga') -%}
        {%- set largest = prefix ~ 'b1_' ~ item.kolom -%}
        {%- do parts.append('cast(sum(' ~ prefix ~ 't_' ~ item.kolom ~ ') as decimal(20, 2)) as t_' ~ item.kolom) -%}
        {%- do parts.append('max(' ~ largest ~ ') as b1_' ~ item.kolom) -%}
        {%- do parts.append(
            'cast(greatest(' ~ second_largest(largest) ~ ', max(' ~ prefix ~ 'b2_' ~ item.kolom
            ~ ')) as decimal(20, 2)) as b2_' ~ item.kolom
        ) -%}
    {%- endfor -%}
    {{ parts | join(',\n        ') }}
{%- endmacro %}

{#- For each count the column of the families behind it, in the order of the counts; a family is its own. -#}
{% macro family_columns() -%}
    {%- set names = [] -%}
    {%- for item in counted_columns('individu') -%}
        {%- do names.append('k' ~ item.kolom[1:]) -%}
    {%- endfor -%}
    {%- for item in counted_columns('keluarga') -%}
        {%- do names.append(item.kolom) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#- Names with something before each. -#}
{% macro named(prefix, names) -%}
    {%- set found = [] -%}
    {%- for name in names -%}
        {%- do found.append(prefix ~ name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
