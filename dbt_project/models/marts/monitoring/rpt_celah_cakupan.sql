-- Who is known and yet not in the release, by kabupaten/kota and reason: the gap in coverage that
-- validation leaves (Pasal 15 ayat 3), and the families that fall out whole.
-- Grain: one row per kabupaten/kota and reason
with dikeluarkan as (
    select * from {{ ref('dikeluarkan') }}
),

individu_terbarui as (
    select
        id_individu,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri
    from {{ ref('individu_terbarui') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

keluarga_sah as (
    select id_keluarga from {{ ref('keluarga_sah') }}
),

aturan_validasi as (
    select * from {{ ref('aturan_validasi') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

dikenal as (
    select
        kode_kabupaten_kota_kemendagri,
        count(*) as jumlah_dikenal
    from individu_terbarui
    group by kode_kabupaten_kota_kemendagri
),

di_luar as (
    select
        t.kode_provinsi_kemendagri,
        t.kode_kabupaten_kota_kemendagri,
        d.alasan,
        count(*) as jumlah_individu,
        count(case when a.dihitung then d.id_individu end) as jumlah_dihitung,
        -- a family without a valid member counts once, by its head
        count(case when p.kepala_keluarga and k.id_keluarga is null then d.id_individu end)
            as jumlah_keluarga
    from dikeluarkan as d
    inner join individu_terbarui as t
        on d.id_individu = t.id_individu
    inner join padan_relasi as p
        on d.id_individu = p.id_individu
    left join keluarga_sah as k
        on p.id_keluarga = k.id_keluarga
    left join aturan_validasi as a
        on d.alasan = a.verdik
    group by t.kode_provinsi_kemendagri, t.kode_kabupaten_kota_kemendagri, d.alasan
),

berandil as (
    select
        l.*,
        k.jumlah_dikenal,
        {{ share('l.jumlah_individu', 'k.jumlah_dikenal') }} as andil
    from di_luar as l
    left join dikenal as k
        on
            coalesce(l.kode_kabupaten_kota_kemendagri, '')
            = coalesce(k.kode_kabupaten_kota_kemendagri, '')
),

final as (
    select
        r.id_rilis,
        l.kode_provinsi_kemendagri,
        l.kode_kabupaten_kota_kemendagri,
        l.alasan,
        a.label_id,
        a.label_en,
        l.jumlah_individu,
        l.jumlah_dihitung,
        l.jumlah_keluarga,
        l.jumlah_dikenal,
        l.andil
    from berandil as l
    cross join rilis as r
    left join aturan_validasi as a
        on l.alasan = a.verdik
)

select * from final
