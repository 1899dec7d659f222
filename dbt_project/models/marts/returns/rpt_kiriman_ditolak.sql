-- Deliveries refused as a whole since the base release, with the reason and the way to mend it.
-- Grain: one row per delivery
with kiriman as (
    select * from {{ source('ledger', 'kiriman') }}
    where status = 'ditolak'
),

kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

sejak_dasar as (
    -- a note that could not be read has no date; it is told until it is mended
    select
        k.*,
        r.id_rilis
    from kiriman as k
    cross join rilis as r
    where
        k.tanggal_kirim is null
        or (
            k.tanggal_kirim <= r.tanggal_rilis
            and (r.tanggal_rilis_dasar is null or k.tanggal_kirim > r.tanggal_rilis_dasar)
        )
),

final as (
    select
        s.id_rilis,
        s.penyedia,
        s._delivery,
        s.periode,
        s.tanggal_acuan,
        s.tanggal_kirim,
        s.jatuh_tempo,
        s.kode_alasan,
        s.rincian,
        a.pesan_id,
        a.pesan_en,
        a.saran_id,
        a.saran_en,
        a.pasal
    from sejak_dasar as s
    left join kode_alasan as a
        on s.kode_alasan = a.kode
)

select * from final
