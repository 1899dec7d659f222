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

-- a family has one address in many records: each spelling is standardised once
alamat as (
    select
        alamat,
        {{ address_standard('alamat') }} as alamat_baku
    from (select distinct alamat from rekaman_padan) as berbeda
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
        a.alamat_baku
    from rekaman_padan as r
    inner join peta_keluarga as k
        on r.id_individu = k.id_individu
    left join alamat as a
        on r.alamat = a.alamat
)

select * from final
