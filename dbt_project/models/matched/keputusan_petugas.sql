-- Decisions of stewards on records with what became of each in this release (Pasal 13).
-- Grain: one row per id_keputusan
with keputusan_tautan_status as (
    select * from {{ source('linkage', 'keputusan_tautan_status') }}
),

keputusan_rekaman as (
    select * from {{ source('ledger', 'keputusan_rekaman') }}
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
        s.bukti is not null as berbukti,
        cast(coalesce(r.jumlah_rekaman, 0) as bigint) as jumlah_rekaman,
        cast(coalesce(r.jumlah_kelompok, 0) as smallint) as jumlah_kelompok
    from keputusan_tautan_status as s
    left join rekaman as r
        on s.id_keputusan = r.id_keputusan
)

select * from final
