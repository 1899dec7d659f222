-- What matching tells providers about accepted records: a supporting one that matches nobody (Pasal 6,
-- 13 ayat 4), and a NIK that is another person's by the population register (Pasal 13).
-- Grain: one row per record_key and kode_alasan
with individu as (
    select * from {{ ref('individu') }}
),

peta_pendukung as (
    select * from {{ source('linkage', 'peta_pendukung') }}
    where id_individu is null
),

padan_pelanggan as (
    select * from {{ ref('padan_pelanggan') }}
    where id_keluarga is null
),

nik_pinjaman as (
    select distinct rekaman_id
    from {{ source('linkage', 'nik_pinjaman') }}
),

kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

gabungan as (
    select
        i.record_key,
        i.penyedia,
        i.dataset,
        p.kode_alasan,
        '*' as kolom,
        i._delivery,
        i._file,
        i._row_number
    from individu as i
    inner join peta_pendukung as p
        on i.record_key = p.record_key
    union all
    select
        record_key,
        penyedia,
        dataset,
        kode_alasan,
        '*' as kolom,
        _delivery,
        _file,
        _row_number
    from padan_pelanggan
    union all
    select
        i.record_key,
        i.penyedia,
        i.dataset,
        'NIK_MILIK_ORANG_LAIN' as kode_alasan,
        'nik' as kolom,
        i._delivery,
        i._file,
        i._row_number
    from individu as i
    inner join nik_pinjaman as n
        on i.rekaman_id = n.rekaman_id
),

final as (
    select
        g.*,
        k.tindakan,
        k.pesan_id,
        k.pesan_en,
        k.saran_id,
        k.saran_en,
        k.pasal
    from gabungan as g
    inner join kode_alasan as k
        on g.kode_alasan = k.kode
)

select * from final
