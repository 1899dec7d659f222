-- What was due by the date of the release, and whether it came: in time, late, or not at all.
-- Grain: one row per provider, dataset and period
with kiriman_diharapkan as (
    select * from {{ source('ledger', 'kiriman_diharapkan') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

diterima as (
    select
        h.penyedia,
        h.dataset,
        h.periode,
        min(case when k.tanggal_acuan >= h.mulai or h.irama = 'sekali' then k.tanggal_kirim end)
            as tanggal_kirim,
        -- a later full delivery tells all that the missing one would have told
        sum(case when k.tanggal_acuan > h.selesai and k.jenis <> 'perubahan' then 1 else 0 end)
            as jumlah_sesudahnya
    from kiriman_diharapkan as h
    inner join kiriman_rilis as k
        on h.penyedia = k.penyedia and h.dataset = k.dataset
    where
        (k.tanggal_acuan >= h.mulai and k.tanggal_acuan <= h.selesai)
        or (k.tanggal_acuan > h.selesai and k.jenis <> 'perubahan')
        or h.irama = 'sekali'
    group by h.penyedia, h.dataset, h.periode
),

final as (
    select * from diterima
)

select * from final
