-- Accepted records whose NIK is another person's by the population register: told to their provider,
-- linked without the NIK (Pasal 13).
-- Grain: one row per record_key
with individu as (
    select * from {{ ref('individu') }}
),

nik_pinjaman as (
    select distinct rekaman_id
    from {{ source('linkage', 'nik_pinjaman') }}
),

kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

final as (
    select
        i.record_key,
        i.penyedia,
        i.dataset,
        k.kode as kode_alasan,
        i._delivery,
        i._file,
        i._row_number,
        k.tindakan,
        k.pesan_id,
        k.pesan_en,
        k.saran_id,
        k.saran_en,
        k.pasal
    from individu as i
    inner join nik_pinjaman as n
        on i.rekaman_id = n.rekaman_id
    inner join kode_alasan as k
        on k.kode = 'NIK_MILIK_ORANG_LAIN'
)

select * from final
