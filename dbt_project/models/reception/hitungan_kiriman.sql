-- What became of every record of the release's deliveries: read = accepted + returned.
-- Grain: one row per delivery and dataset
with kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

berkas as (
    select
        _delivery,
        dataset,
        sum(jumlah_terbaca) + sum(jumlah_rusak) as jumlah_dibaca,
        sum(jumlah_rusak) as jumlah_rusak
    from {{ source('ledger', 'berkas') }}
    group by _delivery, dataset
),

rekaman as (
    select
        _delivery,
        dataset,
        count(*) as jumlah
    from {{ ref('rekaman') }}
    group by _delivery, dataset
),

ditolak as (
    select
        _delivery,
        dataset,
        count(*) as jumlah
    from {{ ref('rekaman_ditolak') }}
    group by _delivery, dataset
),

final as (
    select
        k._delivery,
        k.dataset,
        k.penyedia,
        k.jenis,
        k.tanggal_acuan,
        k.efektif,
        k.baru,
        cast(b.jumlah_dibaca as bigint) as jumlah_dibaca,
        cast(coalesce(r.jumlah, 0) - coalesce(d.jumlah, 0) as bigint) as jumlah_diterima,
        cast(b.jumlah_rusak + coalesce(d.jumlah, 0) as bigint) as jumlah_dikembalikan
    from kiriman_rilis as k
    inner join berkas as b
        on k._delivery = b._delivery and k.dataset = b.dataset
    left join rekaman as r
        on k._delivery = r._delivery and k.dataset = r.dataset
    left join ditolak as d
        on k._delivery = d._delivery and k.dataset = d.dataset
    where k.efektif or k.baru
)

select * from final
