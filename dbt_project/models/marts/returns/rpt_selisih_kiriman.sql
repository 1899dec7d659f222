-- What corrections changed, counted: mended, still failing, newly broken, gone, come; and how long it
-- took.
-- Grain: one row per delivery, dataset, reason and outcome
with selisih_kiriman as (
    select * from {{ ref('selisih_kiriman') }}
),

kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

jumlah as (
    select
        penyedia,
        dataset,
        _delivery,
        pembanding,
        coalesce(kode_alasan, 'TANPA_TEMUAN') as kode_alasan,
        hasil,
        count(*) as jumlah_rekaman
    from selisih_kiriman
    group by
        penyedia,
        dataset,
        _delivery,
        pembanding,
        coalesce(kode_alasan, 'TANPA_TEMUAN'),
        hasil
),

final as (
    select
        r.id_rilis,
        j.penyedia,
        j.dataset,
        j._delivery,
        j.pembanding,
        lama.tanggal_kirim as tanggal_kirim_pembanding,
        baru.tanggal_kirim,
        {{ days_between('lama.tanggal_kirim', 'baru.tanggal_kirim') }} as hari_perbaikan,
        j.kode_alasan,
        a.tindakan,
        a.pesan_id,
        a.pesan_en,
        j.hasil,
        j.jumlah_rekaman
    from jumlah as j
    inner join kiriman_rilis as baru
        on j._delivery = baru._delivery and j.dataset = baru.dataset
    inner join kiriman_rilis as lama
        on j.pembanding = lama._delivery and j.dataset = lama.dataset
    left join kode_alasan as a
        on j.kode_alasan = a.kode
    cross join rilis as r
)

select * from final
