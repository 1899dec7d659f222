-- Decisions of stewards on records: what became of each in this release, since when it is known, and what
-- it was in the base release (Pasal 13).
-- Grain: one row per id_keputusan
with keputusan_petugas as (
    select * from {{ ref('keputusan_petugas') }}
),

dasar as (
    select
        id_keputusan,
        rilis_pertama,
        status as status_dasar
    from {{ source('dasar', 'keputusan_tautan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

lengkap as (
    select
        k.*,
        d.status_dasar,
        r.id_rilis,
        coalesce(d.rilis_pertama, r.id_rilis) as rilis_pertama
    from keputusan_petugas as k
    left join dasar as d
        on k.id_keputusan = d.id_keputusan
    cross join rilis as r
),

final as (
    select
        id_rilis,
        id_keputusan,
        tindakan,
        objek,
        tanggal,
        berlaku_sampai,
        membatalkan,
        asal,
        status,
        sebab,
        id_lawan,
        pasangan,
        pasangan_dipatuhi,
        pasangan_menunggu,
        pasangan_ditahan,
        status_dasar,
        berbukti,
        rilis_pertama,
        jumlah_rekaman,
        jumlah_kelompok
    from lengkap
)

select * from final
