-- Records of supporting sources that match nobody in the register, with the reason their provider is
-- told; they stay accepted and found nothing (Pasal 6, 13 ayat 4).
-- Grain: one row per record_key
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

kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

gabungan as (
    select
        i.record_key,
        i.penyedia,
        i.dataset,
        p.kode_alasan,
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
        _delivery,
        _file,
        _row_number
    from padan_pelanggan
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
