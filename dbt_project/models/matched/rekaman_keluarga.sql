-- What the records of a family's members say of name, NIK and place, as customers are compared with.
-- Grain: one row per id_keluarga and record_key
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

peta_keluarga as (
    select * from {{ source('linkage', 'peta_keluarga') }}
    where aktif
),

final as (
    select
        k.id_keluarga,
        r.record_key,
        r.id_individu,
        r.nik,
        r.nama_baku,
        left(r.nama_baku, 1) as huruf_pertama,
        r.nama_belakang,
        r.kode_desa_kemendagri,
        r.alamat_baku
    from rekaman_padan as r
    inner join peta_keluarga as k
        on r.id_individu = k.id_individu
)

select * from final
