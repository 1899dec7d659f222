-- Persons who hold a valid NIK each and look like one human, counted: what linkage cannot join, because
-- only the population register can say which NIK stays.
-- Grain: one row per province and tier
with calon_nik_ganda as (
    select * from {{ ref('calon_nik_ganda') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where
        penyedia = '{{ var("penyedia_kependudukan") }}'
        and status_kependudukan = '{{ var("status_aktif") }}'
        and nik is not null
),

aturan_nik_ganda as (
    select * from {{ ref('aturan_nik_ganda') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

penduduk as (
    select
        kode_provinsi_kemendagri,
        count(*) as jumlah_pemegang_nik
    from rekaman_padan
    group by kode_provinsi_kemendagri
),

-- provinces without a pair stand in the report too, with tiers of zero
setiap as (
    select
        p.kode_provinsi_kemendagri,
        p.jumlah_pemegang_nik,
        a.tingkat,
        a.aturan,
        a.label_id,
        a.label_en
    from penduduk as p
    cross join aturan_nik_ganda as a
),

pasangan as (
    select
        kode_provinsi_kemendagri,
        tingkat,
        count(*) as jumlah_pasangan,
        sum(case when kabupaten_kota_sama then 0 else 1 end) as jumlah_lintas_kabupaten
    from calon_nik_ganda
    group by kode_provinsi_kemendagri, tingkat
),

lengkap as (
    select
        s.*,
        r.id_rilis,
        coalesce(p.jumlah_pasangan, 0) as jumlah_pasangan,
        cast(coalesce(p.jumlah_lintas_kabupaten, 0) as bigint) as jumlah_lintas_kabupaten,
        {{ share('coalesce(p.jumlah_pasangan, 0)', 's.jumlah_pemegang_nik') }} as andil
    from setiap as s
    cross join rilis as r
    left join pasangan as p
        on
            coalesce(s.kode_provinsi_kemendagri, '') = coalesce(p.kode_provinsi_kemendagri, '')
            and s.tingkat = p.tingkat
),

final as (
    select
        id_rilis,
        kode_provinsi_kemendagri,
        tingkat,
        aturan,
        label_id,
        label_en,
        jumlah_pasangan,
        jumlah_lintas_kabupaten,
        jumlah_pemegang_nik,
        andil
    from lengkap
)

select * from final
