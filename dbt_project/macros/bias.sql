{#- The groups that the report on linkage bias looks at (`ciri_bias`), as columns, of a relation
    with nik, nama_baku, tanggal_lahir, tahun_lahir, jenis_kelamin and the region codes; `day` is the
    release date, `valid` tells whether the NIK is valid. What a record does not say is `-`, so that nobody
    is left out. -#}
{% macro bias_groups(alias, day, valid) -%}
    {%- set words = 'length(' ~ alias ~ ".nama_baku) - length(replace(" ~ alias ~ ".nama_baku, ' ', ''))" -%}
    {%- set age = 'extract(year from ' ~ day ~ ') - ' ~ alias ~ '.tahun_lahir' -%}
    coalesce({{ alias }}.jenis_kelamin, '-') as jenis_kelamin,
    case
        {%- for first in var('umur_bias') | reverse %}
        when {{ age }} >= {{ first }}
            then '{{ first }}' || {{ "'+'" if loop.first else "'-' || cast(" ~ loop.previtem ~ " - 1 as varchar)" }}
        {%- endfor %}
        else '-'
    end as umur,
    coalesce({{ alias }}.kode_provinsi_kemendagri, '-') as provinsi,
    case
        when {{ alias }}.nik is null then 'tanpa'
        when {{ valid }} then 'sah'
        else 'tidak sah'
    end as nik,
    case
        when {{ alias }}.nama_baku is null then '-'
        when {{ words }} >= 2 then '3+'
        else cast({{ words }} + 1 as varchar)
    end as kata_nama,
    case
        when {{ alias }}.tanggal_lahir is not null then 'tanggal'
        when {{ alias }}.tahun_lahir is not null then 'umur saja'
        else '-'
    end as kelahiran,
    case
        when {{ alias }}.nik is null or {{ alias }}.kode_kabupaten_kota_kemendagri is null then '-'
        when left({{ alias }}.nik, 4) = {{ alias }}.kode_kabupaten_kota_kemendagri then 'sama'
        else 'lain'
    end as tempat_nik
{%- endmacro %}

{#- One end of Wilson's interval of a share (Wilson 1927), with the var `z_bias`; `side` is -1 for the lower,
    1 for the upper end. Null without a whole. -#}
{% macro wilson(part, whole, side) -%}
    {%- set n = 'cast(nullif(' ~ whole ~ ', 0) as double precision)' -%}
    {%- set p = '(cast(' ~ part ~ ' as double precision) / ' ~ n ~ ')' -%}
    {%- set z = var('z_bias') | string -%}
    {%- set zz = z ~ ' * ' ~ z -%}
    {%- set root = 'sqrt(' ~ p ~ ' * (1 - ' ~ p ~ ') / ' ~ n ~ ' + ' ~ zz ~ ' / (4 * ' ~ n ~ ' * ' ~ n ~ '))' -%}
    cast(
        round(
            least(
                greatest(
                    ({{ p }} + {{ zz }} / (2 * {{ n }}) + {{ side }} * {{ z }} * {{ root }})
                    / (1 + {{ zz }} / {{ n }}), 0
                ), 1
            ), 6
        ) as decimal(9, 6)
    )
{%- endmacro %}

{#- Records or persons counted by cells of all traits at once, so that they are read once. -#}
{% macro bias_cells(relation, measures) -%}
    {%- set traits = var('ciri_bias') | list -%}
    select
        {{ traits | join(',\n        ') }},
        {%- for measure in measures %}
        sum({{ measure }}) as {{ measure }},
        {%- endfor %}
        count(*) as dasar
    from {{ relation }}
    group by {{ traits | join(', ') }}
{%- endmacro %}

{#- Counts of every measure by every group of every trait, and of all together (`semua`), from cells. -#}
{% macro bias_counts(cells, subject, measures) -%}
    {%- for measure in measures %}
    {%- set outer = loop %}
    {%- for trait in ['semua'] + (var('ciri_bias') | list) %}
    select
        '{{ measure }}' as ukuran,
        '{{ subject }}' as objek,
        '{{ trait }}' as ciri,
        {{ "'semua'" if trait == 'semua' else trait }} as kelompok,
        cast(coalesce(sum(dasar), 0) as bigint) as jumlah_dasar,
        cast(coalesce(sum({{ measure }}), 0) as bigint) as jumlah
    from {{ cells }}
    {%- if trait != 'semua' %}
    group by {{ trait }}
    {%- endif %}
    {%- if not (loop.last and outer.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}
