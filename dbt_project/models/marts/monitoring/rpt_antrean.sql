-- Queues of the stewards, counted: what is open, how long it has been, and what became of the questions of
-- the base release (Pasal 13).
-- Grain: one row per reason
with antrean_tinjauan as (
    select * from {{ ref('antrean_tinjauan') }}
),

antrean_selesai as (
    select * from {{ ref('antrean_selesai') }}
),

alasan_antrean as (
    select * from {{ ref('alasan_antrean') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

terbuka as (
    select
        alasan,
        count(*) as jumlah,
        sum(case when umur_rilis = 0 then 1 else 0 end) as jumlah_baru,
        sum(case when layak_bantuan then 1 else 0 end) as jumlah_layak_bantuan,
        sum(case when layak_berbeda then 1 else 0 end) as jumlah_layak_berbeda,
        max(umur_rilis) as umur_terlama,
        max(prioritas) as prioritas_tertinggi
    from antrean_tinjauan
    group by alasan
),

selesai as (
    select
        alasan,
        sum(case when cara = 'keputusan' then 1 else 0 end) as selesai_keputusan,
        sum(case when cara = 'data' then 1 else 0 end) as selesai_data
    from antrean_selesai
    group by alasan
),

-- reasons without an item stand in the report too
lengkap as (
    select
        r.id_rilis,
        a.antrean,
        a.alasan,
        a.label_id,
        a.label_en,
        coalesce(t.jumlah, 0) as jumlah,
        cast(coalesce(t.jumlah_baru, 0) as bigint) as jumlah_baru,
        cast(coalesce(t.jumlah_layak_bantuan, 0) as bigint) as jumlah_layak_bantuan,
        cast(coalesce(t.jumlah_layak_berbeda, 0) as bigint) as jumlah_layak_berbeda,
        t.umur_terlama,
        t.prioritas_tertinggi,
        cast(coalesce(s.selesai_keputusan, 0) as bigint) as selesai_keputusan,
        cast(coalesce(s.selesai_data, 0) as bigint) as selesai_data
    from alasan_antrean as a
    cross join rilis as r
    left join terbuka as t
        on a.alasan = t.alasan
    left join selesai as s
        on a.alasan = s.alasan
),

final as (
    select
        id_rilis,
        antrean,
        alasan,
        label_id,
        label_en,
        jumlah,
        jumlah_baru,
        jumlah_layak_bantuan,
        jumlah_layak_berbeda,
        umur_terlama,
        prioritas_tertinggi,
        selesai_keputusan,
        selesai_data
    from lengkap
)

select * from final
