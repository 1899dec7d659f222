-- Rank of each family in the country, its province and its kabupaten/kota, 1 the poorest, and its
-- decile in the unit the release was set to.
-- Grain: one row per id_keluarga
{% set daerah = {
    'nasional': none,
    'provinsi': 'kode_provinsi_kemendagri',
    'kabupaten_kota': 'kode_kabupaten_kota_kemendagri',
} %}
{% set jumlah_desil = var('jumlah_desil', 10) %}
with skor_keluarga as (
    select * from {{ ref('skor_keluarga') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

model_kesejahteraan as (
    select id_model from {{ source('model', 'meta_kesejahteraan') }}
),

berperingkat as (
    select
        s.id_keluarga,
        s.kode_provinsi_kemendagri,
        s.kode_kabupaten_kota_kemendagri,
        s.skor_kesejahteraan,
        case when r.satuan_desil = 'individu' then s.jumlah_anggota_keluarga else 1 end as bobot
    from skor_keluarga as s
    cross join rilis as r
    where s.status_peringkat = 'berperingkat'
),

terurut as (
    select
        {% for nama, wilayah in daerah.items() %}
        {% set dalam = 'partition by ' ~ wilayah if wilayah else '' %}
        row_number() over ({{ dalam }} order by skor_kesejahteraan, id_keluarga)
            as urutan_{{ nama }},
        sum(bobot) over (
            {{ dalam }} order by skor_kesejahteraan, id_keluarga
            rows between unbounded preceding and current row
        ) as sampai_{{ nama }},
        sum(bobot) over ({{ dalam }}) as semua_{{ nama }},
        {% endfor %}
        id_keluarga,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri
    from berperingkat
),

final as (
    select
        s.id_keluarga,
        s.kode_provinsi_kemendagri,
        s.kode_kabupaten_kota_kemendagri,
        s.skor_kesejahteraan,
        cast(round(exp(s.skor_kesejahteraan)) as bigint) as perkiraan_pengeluaran,
        {% for nama, wilayah in daerah.items() %}
        {% set penentu = 't.' ~ (wilayah or 'id_keluarga') %}
        cast(case when {{ penentu }} is not null then t.urutan_{{ nama }} end as integer)
            as peringkat_{{ nama }},
        case
            when {{ penentu }} is not null
                then {{ part_reached('t.sampai_' ~ nama, 't.semua_' ~ nama, jumlah_desil) }}
        end as desil_{{ nama }},
        {% endfor %}
        {{ part_reached('t.sampai_nasional', 't.semua_nasional', 100) }} as persentil_nasional,
        s.status_peringkat,
        s.alasan_tanpa_peringkat,
        m.id_model
    from skor_keluarga as s
    cross join model_kesejahteraan as m
    left join terurut as t
        on s.id_keluarga = t.id_keluarga
)

select * from final
