-- Administrative regions of all four tiers (Kemendagri codes) with the time each code is in force.
-- Grain: one row per kode_kemendagri
with wilayah_kemendagri as (
    select * from {{ ref('wilayah_kemendagri') }}
),

desa_kemendagri as (
    select * from {{ source('rujukan_asal', 'desa_kemendagri') }}
),

perubahan as (
    select * from {{ ref('perubahan_wilayah') }}
),

daftar as (
    select
        kode,
        tingkat,
        kode_induk,
        nama,
        cast(berlaku_dari as date) as berlaku_dari,
        cast(berlaku_sampai as date) as berlaku_sampai
    from wilayah_kemendagri
    union all
    select
        kode_kemendagri as kode,
        'desa' as tingkat,
        kode_kecamatan_kemendagri as kode_induk,
        nama,
        null as berlaku_dari,
        null as berlaku_sampai
    from desa_kemendagri
),

baru as (
    select
        kode_baru_kemendagri as kode,
        min(tingkat) as tingkat,
        min(kode_induk_baru_kemendagri) as kode_induk,
        min(nama_baru) as nama,
        min(berlaku_dari) as berlaku_dari
    from perubahan
    where kode_baru_kemendagri <> kode_lama_kemendagri
    group by kode_baru_kemendagri
),

-- a list newer than the change holds the new code already
gabungan as (
    select
        coalesce(d.kode, b.kode) as kode,
        coalesce(d.tingkat, b.tingkat) as tingkat,
        coalesce(d.kode_induk, b.kode_induk) as kode_induk,
        coalesce(d.nama, b.nama) as nama,
        coalesce(d.berlaku_dari, b.berlaku_dari) as berlaku_dari,
        d.berlaku_sampai
    from daftar as d
    full outer join baru as b
        on d.kode = b.kode
),

-- a kecamatan or desa ends with its change, unless a row old = new says that the rest lives on
penutupan as (
    select
        kode_lama_kemendagri as kode,
        min(berlaku_dari) as berlaku_sampai
    from perubahan
    where tingkat in ('kecamatan', 'desa')
    group by kode_lama_kemendagri
    having count(case when kode_baru_kemendagri = kode_lama_kemendagri then 1 end) = 0
),

-- a higher region that gave parts away ends when its last kecamatan has ended
penutupan_atas as (
    select
        a.kode,
        max(p.berlaku_sampai) as berlaku_sampai
    from gabungan as a
    inner join gabungan as kec
        on kec.tingkat = 'kecamatan' and left(kec.kode, length(a.kode)) = a.kode
    left join penutupan as p
        on kec.kode = p.kode
    where
        a.tingkat in ('provinsi', 'kabupaten_kota')
        and a.kode in (select kode_lama_kemendagri from perubahan)
    group by a.kode
    having count(*) = count(p.berlaku_sampai)
),

final as (
    select
        g.kode as kode_kemendagri,
        g.tingkat,
        g.kode_induk as kode_induk_kemendagri,
        g.nama,
        case when g.tingkat = 'desa' then {{ village_kind('g.kode') }} end as jenis_desa,
        g.berlaku_dari,
        coalesce(p.berlaku_sampai, a.berlaku_sampai, g.berlaku_sampai) as berlaku_sampai
    from gabungan as g
    left join penutupan as p
        on g.kode = p.kode
    left join penutupan_atas as a
        on g.kode = a.kode
)

select * from final
