-- Administrative regions (Kemendagri codes) with the time each code is in force.
-- Grain: one row per code
with wilayah_kemendagri as (
    select * from {{ ref('wilayah_kemendagri') }}
),

perubahan as (
    select * from {{ ref('stg_kemendagri__perubahan_wilayah') }}
    where _efektif
),

penutupan as (
    -- a code ends only when every part of it has moved; the kabupaten that was left lives on
    select
        kode_lama as kode,
        min(berlaku_dari) as berlaku_sampai
    from perubahan
    where tingkat <> 'kabupaten_kota'
    group by kode_lama
),

final as (
    select
        w.kode,
        w.tingkat,
        w.kode_induk,
        w.nama,
        cast(w.berlaku_dari as date) as berlaku_dari,
        coalesce(p.berlaku_sampai, cast(w.berlaku_sampai as date)) as berlaku_sampai
    from wilayah_kemendagri as w
    left join penutupan as p
        on w.kode = p.kode
    union all
    select
        kode_baru as kode,
        min(tingkat) as tingkat,
        min(kode_induk_baru) as kode_induk,
        min(nama_baru) as nama,
        min(berlaku_dari) as berlaku_dari,
        cast(null as date) as berlaku_sampai
    from perubahan
    where tingkat <> 'desa'
    group by kode_baru
)

select * from final
