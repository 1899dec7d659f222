-- Decisions of stewards on records: what became of each in this release, since when it is known, and what
-- it was in the base release (Pasal 13).
-- Grain: one row per id_keputusan
with keputusan_tautan_status as (
    select * from {{ source('linkage', 'keputusan_tautan_status') }}
),

keputusan_rekaman as (
    select * from {{ source('ledger', 'keputusan_rekaman') }}
),

dasar as (
    select * from {{ source('dasar', 'keputusan_tautan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

rekaman as (
    select
        id_keputusan,
        count(*) as jumlah_rekaman,
        max(kelompok) as jumlah_kelompok
    from keputusan_rekaman
    group by id_keputusan
),

final as (
    select
        r.id_rilis,
        s.id_keputusan,
        s.tindakan,
        s.objek,
        s.tanggal,
        s.berlaku_sampai,
        s.membatalkan,
        s.asal,
        s.status,
        s.sebab,
        s.id_lawan,
        s.pasangan,
        s.pasangan_dipatuhi,
        s.pasangan_menunggu,
        s.pasangan_ditahan,
        d.status as status_dasar,
        s.bukti is not null as berbukti,
        coalesce(d.rilis_pertama, r.id_rilis) as rilis_pertama,
        cast(coalesce(k.jumlah_rekaman, 0) as bigint) as jumlah_rekaman,
        cast(coalesce(k.jumlah_kelompok, 0) as smallint) as jumlah_kelompok
    from keputusan_tautan_status as s
    left join rekaman as k
        on s.id_keputusan = k.id_keputusan
    left join dasar as d
        on s.id_keputusan = d.id_keputusan
    cross join rilis as r
)

select * from final
