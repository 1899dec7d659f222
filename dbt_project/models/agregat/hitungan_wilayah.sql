-- The same counts at every tier a subgroup is made for, from villages up to the nation.
-- Grain: one row per tingkat_wilayah, kode_wilayah, kelompok and nilai_kelompok
{% set tingkat = ['provinsi', 'kabupaten_kota', 'kecamatan', 'desa'] %}
{% set per_tingkat = [['kelompok', 'nilai_kelompok']] %}
{% for nama in tingkat -%}
{% do per_tingkat.append(['kelompok', 'nilai_kelompok', 'kode_' ~ nama ~ '_kemendagri']) %}
{% endfor -%}
with hitungan_keluarga as (
    select * from {{ ref('hitungan_keluarga') }}
),

hitungan_individu as (
    select * from {{ ref('hitungan_individu') }}
),

kelompok_provinsi as (
    select * from {{ ref('kelompok_provinsi') }}
),

kelompok_indikator as (
    select * from {{ ref('kelompok_indikator') }}
),

tingkat_wilayah as (
    select * from {{ ref('tingkat_wilayah') }}
),

tingkat_kelompok as (
    select distinct
        k.kelompok,
        t.urutan
    from kelompok_indikator as k
    inner join tingkat_wilayah as t
        on k.tingkat_terendah = t.tingkat
),

tersusun as (
    select * from hitungan_keluarga
    union all
    select
        {% for nama in tingkat -%}
        kode_{{ nama }}_kemendagri,
        {% endfor -%}
        kelompok,
        nilai_kelompok,
        {{ counts_carried() }}
    from hitungan_individu
),

bertingkat as (
    select
        case
            {% for nama in tingkat | reverse -%}
            when grouping(kode_{{ nama }}_kemendagri) = 0 then '{{ nama }}'
            {% endfor -%}
            else 'nasional'
        end as tingkat_wilayah,
        {# of a row no other tier than its own has a code -#}
        coalesce(
            {% for nama in tingkat -%}
            kode_{{ nama }}_kemendagri{{ ',' if not loop.last }}
            {% endfor -%}
        ) as kode_wilayah,
        kelompok,
        nilai_kelompok,
        {{ counts_added() }}
    from tersusun
    group by {{ grouping_sets(per_tingkat) }}  -- noqa: PRS,LT02
),

berkelompok as (
    select
        'kelompok_provinsi' as tingkat_wilayah,
        d.kelompok as kode_wilayah,
        b.kelompok,
        b.nilai_kelompok,
        {{ counts_added('b') }}
    from bertingkat as b
    inner join kelompok_provinsi as d
        on b.kode_wilayah = d.kode_provinsi_kemendagri
    where b.tingkat_wilayah = 'provinsi'
    group by d.kelompok, b.kelompok, b.nilai_kelompok
),

semua as (
    select * from bertingkat
    union all
    select * from berkelompok
),

final as (
    select s.*
    from semua as s
    left join tingkat_kelompok as k
        on s.kelompok = k.kelompok
    left join tingkat_wilayah as t
        on s.tingkat_wilayah = t.tingkat
    where
        (s.kode_wilayah is not null or s.tingkat_wilayah = 'nasional')
        and coalesce(t.urutan <= k.urutan, true)
)

select * from final
