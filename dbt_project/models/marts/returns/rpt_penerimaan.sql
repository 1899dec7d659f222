-- What came of every delivery of the release: on time or late, read = accepted + returned, in force.
-- Grain: one row per delivery and dataset
with kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

hitungan_kiriman as (
    select * from {{ ref('hitungan_kiriman') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

berlaku as (
    -- the one delivery whose content stands for the dataset; changes are all in force
    select
        penyedia,
        dataset,
        max(_delivery) as _delivery
    from kiriman_rilis
    where efektif
    group by penyedia, dataset
),

dihitung as (
    select
        r.id_rilis,
        k.penyedia,
        t.peran,
        k.dataset,
        k._delivery,
        k.periode,
        k.jenis,
        k.tanggal_acuan,
        k.tanggal_kirim,
        k.jatuh_tempo,
        k.tanggal_kirim > k.jatuh_tempo as terlambat,
        {{ days_between('k.jatuh_tempo', 'k.tanggal_kirim') }} as selisih_hari,
        h.jumlah_dibaca,
        h.jumlah_diterima,
        h.jumlah_dikembalikan,
        {{ share('h.jumlah_diterima', 'h.jumlah_dibaca') }} as andil_diterima,
        k.baru,
        k.efektif as berlaku,
        case when not k.efektif then b._delivery end as digantikan_oleh
    from kiriman_rilis as k
    inner join hitungan_kiriman as h
        on k._delivery = h._delivery and k.dataset = h.dataset
    cross join rilis as r
    left join kontrak as t
        on k.penyedia = t.penyedia and k.dataset = t.dataset
    left join berlaku as b
        on k.penyedia = b.penyedia and k.dataset = b.dataset
),

final as (
    select
        id_rilis,
        penyedia,
        peran,
        dataset,
        _delivery,
        periode,
        jenis,
        tanggal_acuan,
        tanggal_kirim,
        jatuh_tempo,
        terlambat,
        selisih_hari,
        jumlah_dibaca,
        jumlah_diterima,
        jumlah_dikembalikan,
        andil_diterima,
        baru,
        berlaku,
        digantikan_oleh
    from dihitung
)

select * from final
