-- What was due by the date of the release, and whether it came: in time, late, or not at all.
-- Grain: one row per provider, dataset and period
with kiriman_diharapkan as (
    select * from {{ source('ledger', 'kiriman_diharapkan') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

diharapkan as (
    select
        h.*,
        k.jenis,
        max(h.mulai) over (partition by h.penyedia, h.dataset) as mulai_terakhir
    from kiriman_diharapkan as h
    inner join kontrak as k
        on h.penyedia = k.penyedia and h.dataset = k.dataset
),

pasangan as (
    select
        h.penyedia,
        h.dataset,
        h.periode,
        k.tanggal_kirim,
        h.irama = 'sekali'
        or (k.tanggal_acuan >= h.mulai and k.tanggal_acuan <= h.selesai) as dalam_periode,
        k.tanggal_acuan > h.selesai as sesudah_periode
    from diharapkan as h
    inner join kiriman_rilis as k
        on h.penyedia = k.penyedia and h.dataset = k.dataset
),

datang as (
    select
        penyedia,
        dataset,
        periode,
        min(case when dalam_periode then tanggal_kirim end) as tanggal_kirim,
        max(case when sesudah_periode then 1 else 0 end) as disusul
    from pasangan
    group by penyedia, dataset, periode
),

dinilai as (
    select
        h.*,
        d.tanggal_kirim,
        case
            when d.tanggal_kirim <= h.jatuh_tempo then 'tepat_waktu'
            when d.tanggal_kirim is not null then 'terlambat'
            -- what comes whole every time is told by the next one; changes are not
            when h.jenis <> 'perubahan' and (h.mulai < h.mulai_terakhir or d.disusul = 1)
                then 'tertutup'
            else 'belum_diterima'
        end as keadaan
    from diharapkan as h
    left join datang as d
        on h.penyedia = d.penyedia and h.dataset = d.dataset and h.periode = d.periode
),

final as (
    select
        r.id_rilis,
        n.penyedia,
        n.dataset,
        n.irama,
        n.periode,
        n.jatuh_tempo,
        n.tanggal_kirim,
        n.keadaan,
        case
            when n.keadaan = 'terlambat'
                then {{ days_between('n.jatuh_tempo', 'n.tanggal_kirim') }}
            when n.keadaan = 'belum_diterima'
                then {{ days_between('n.jatuh_tempo', 'r.tanggal_rilis') }}
        end as hari_terlambat
    from dinilai as n
    cross join rilis as r
)

select * from final
