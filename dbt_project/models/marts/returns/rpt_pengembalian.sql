-- What goes back to the providers, counted: findings of reception, what matching tells, and later
-- exclusions apart.
-- Grain: one row per delivery, dataset, stage and reason code
with pengembalian as (
    select * from {{ ref('pengembalian') }}
),

rekaman_dikeluarkan as (
    select * from {{ ref('rekaman_dikeluarkan') }}
),

pemberitahuan_padan as (
    select * from {{ ref('pemberitahuan_padan') }}
),

hitungan_kiriman as (
    -- packages tell about deliveries that are new in the release
    select * from {{ ref('hitungan_kiriman') }}
    where baru
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

gabungan as (
    select
        _delivery,
        dataset,
        'penerimaan' as tahap,
        kode_alasan,
        tindakan,
        pesan_id,
        pesan_en,
        saran_id,
        saran_en,
        pasal
    from pengembalian
    union all
    select
        _delivery,
        dataset,
        'validasi' as tahap,
        kode_alasan,
        tindakan,
        pesan_id,
        pesan_en,
        saran_id,
        saran_en,
        pasal
    from rekaman_dikeluarkan
    union all
    select
        _delivery,
        dataset,
        'pemadanan' as tahap,
        kode_alasan,
        tindakan,
        pesan_id,
        pesan_en,
        saran_id,
        saran_en,
        pasal
    from pemberitahuan_padan
),

jumlah as (
    select
        _delivery,
        dataset,
        tahap,
        kode_alasan,
        tindakan,
        pesan_id,
        pesan_en,
        saran_id,
        saran_en,
        pasal,
        count(*) as jumlah_rekaman
    from gabungan
    group by
        _delivery,
        dataset,
        tahap,
        kode_alasan,
        tindakan,
        pesan_id,
        pesan_en,
        saran_id,
        saran_en,
        pasal
),

terukur as (
    select
        j.*,
        h.penyedia,
        case when j.tahap = 'penerimaan' then h.jumlah_dibaca else h.jumlah_diterima end as dasar
    from jumlah as j
    inner join hitungan_kiriman as h
        on j._delivery = h._delivery and j.dataset = h.dataset
),

lengkap as (
    select
        t.*,
        r.id_rilis,
        {{ share('t.jumlah_rekaman', 't.dasar') }} as andil
    from terukur as t
    cross join rilis as r
),

final as (
    select
        id_rilis,
        penyedia,
        dataset,
        _delivery,
        tahap,
        kode_alasan,
        tindakan,
        jumlah_rekaman,
        andil,
        pesan_id,
        pesan_en,
        saran_id,
        saran_en,
        pasal
    from lengkap
)

select * from final
