-- How many families stand close to each programme’s border, and how many on the wrong side of it on average.
-- Grain: one row per program and kode_kabupaten_kota_kemendagri
with risiko_batas as (
    select * from {{ ref('risiko_batas') }}
),

rilis as (
    select id_rilis from {{ source('kendali', 'rilis') }}
),

dihitung as (
    select
        r.id_rilis,
        b.program,
        b.kode_provinsi_kemendagri,
        b.kode_kabupaten_kota_kemendagri,
        count(*) as jumlah_keluarga,
        count(case when b.di_bawah then 1 end) as jumlah_di_bawah,
        count(case when b.risiko >= {{ var('risiko_terlalu_dekat') }} then 1 end)
            as jumlah_terlalu_dekat,
        cast(sum(case when b.di_bawah then b.risiko else 0 end) as decimal(18, 4)) as salah_masuk,
        cast(sum(case when b.di_bawah then 0 else b.risiko end) as decimal(18, 4)) as salah_keluar
    from risiko_batas as b
    cross join rilis as r
    group by
        r.id_rilis, b.program, b.kode_provinsi_kemendagri, b.kode_kabupaten_kota_kemendagri
),

final as (
    select
        id_rilis,
        program,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        jumlah_keluarga,
        jumlah_di_bawah,
        jumlah_terlalu_dekat,
        salah_masuk as harapan_salah_masuk,
        salah_keluar as harapan_salah_keluar
    from dihitung
)

select * from final
