-- What the uncertainty of each ranked family depends on: band of its score, the score in
-- thousandths, and the spread by items without an answer or with a doubtful one.
-- Grain: one row per id_keluarga
with skor_keluarga as (
    select * from {{ ref('skor_keluarga') }}
),

butir_ragu as (
    select * from {{ ref('butir_ragu') }}
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

-- an answer that rests on a doubtful link is no better than none
tanpa_kepastian as (
    select
        s.id_keluarga,
        s.skor_kesejahteraan,
        s.jumlah_anggota_keluarga,
        s.jumlah_butir_kosong + coalesce(r.jumlah_butir_ragu, 0) as jumlah_butir
    from skor_keluarga as s
    left join butir_ragu as r
        on s.id_keluarga = r.id_keluarga
    where s.status_peringkat = 'berperingkat'
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
    from tanpa_kepastian as s
    cross join rilis as r
    inner join pita as p
        on
            coalesce(s.skor_kesejahteraan >= p.dari, true)
            and coalesce(s.skor_kesejahteraan < p.sampai, true)
    left join tangga_sebaran as t
        on
            s.jumlah_butir >= t.sejak
            and coalesce(s.jumlah_butir < t.sebelum, true)
)

select * from final
