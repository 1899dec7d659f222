-- What the uncertainty of each ranked family depends on: band of its score, the score in
-- thousandths, and the spread by unanswered items.
-- Grain: one row per id_keluarga
with skor_keluarga as (
    select * from {{ ref('skor_keluarga') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

pita as (
    select distinct
        kelompok,
        dari,
        sampai
    from {{ ref('ruas_sisaan') }}
),

sebaran_kesejahteraan as (
    select * from {{ source('model', 'sebaran_kesejahteraan') }}
),

-- as many unanswered items as training has not seen: the widest spread of fewer
tangga_sebaran as (
    select
        jumlah_butir_kosong as sejak,
        max(sebaran) over (order by jumlah_butir_kosong) as sebaran,
        lead(jumlah_butir_kosong) over (order by jumlah_butir_kosong) as sebelum
    from sebaran_kesejahteraan
),

final as (
    select
        s.id_keluarga,
        p.kelompok,
        cast(round(s.skor_kesejahteraan, 3) as decimal(9, 3)) as skor_bulat,
        coalesce(t.sebaran, 1) as sebaran,
        case when r.satuan_desil = 'individu' then s.jumlah_anggota_keluarga else 1 end as bobot
    from skor_keluarga as s
    cross join rilis as r
    inner join pita as p
        on
            coalesce(s.skor_kesejahteraan >= p.dari, true)
            and coalesce(s.skor_kesejahteraan < p.sampai, true)
    left join tangga_sebaran as t
        on
            s.jumlah_butir_kosong >= t.sejak
            and coalesce(s.jumlah_butir_kosong < t.sebelum, true)
    where s.status_peringkat = 'berperingkat'
)

select * from final
