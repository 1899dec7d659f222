-- National rank of each family, 1 the poorest, and its decile in the unit the release was set to.
-- Grain: one row per id_keluarga
with skor_keluarga as (
    select * from {{ ref('skor_keluarga') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

berperingkat as (
    select
        s.id_keluarga,
        s.skor_kesejahteraan,
        case when r.satuan_desil = 'individu' then s.jumlah_anggota_keluarga else 1 end as bobot
    from skor_keluarga as s
    cross join rilis as r
    where s.status_peringkat = 'berperingkat'
),

terurut as (
    select
        id_keluarga,
        row_number() over (order by skor_kesejahteraan, id_keluarga) as urutan,
        sum(bobot) over (
            order by skor_kesejahteraan, id_keluarga
            rows between unbounded preceding and current row
        ) as sampai_sini,
        sum(bobot) over () as semua
    from berperingkat
),

-- ceil(deciles × sampai_sini / semua) in whole numbers: the dividend is made divisible first
pembagian as (
    select
        id_keluarga,
        urutan,
        semua,
        {{ var('jumlah_desil', 10) }} * sampai_sini + semua - 1 as dibagi
    from terurut
),

final as (
    select
        s.id_keluarga,
        s.skor_kesejahteraan,
        cast(p.urutan as integer) as peringkat_nasional,
        cast((p.dibagi - mod(p.dibagi, p.semua)) / p.semua as smallint) as desil_nasional,
        s.status_peringkat,
        s.alasan_tanpa_peringkat
    from skor_keluarga as s
    left join pembagian as p
        on s.id_keluarga = p.id_keluarga
)

select * from final
