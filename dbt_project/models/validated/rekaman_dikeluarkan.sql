-- Accepted records of excluded persons, to be returned to their provider with the reason.
-- Grain: one row per record_key
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

dikeluarkan as (
    select * from {{ ref('dikeluarkan') }}
),

aturan_validasi as (
    select * from {{ ref('aturan_validasi') }}
),

final as (
    select
        r.record_key,
        r.penyedia,
        r.dataset,
        r._delivery,
        r._file,
        r._row_number,
        d.alasan,
        upper(d.alasan) as kode_alasan,
        a.tindakan,
        a.pesan_id,
        a.pesan_en,
        a.saran_id,
        a.saran_en,
        a.pasal
    from rekaman_padan as r
    inner join dikeluarkan as d
        on r.id_individu = d.id_individu
    left join aturan_validasi as a
        on d.alasan = a.verdik
)

select * from final
