-- What the first six digits of a NIK or card number may be: kecamatan of today, those that a change
-- replaced, and every kecamatan number of a kabupaten/kota that had another code.
-- Grain: one row per awalan
with wilayah as (
    select * from {{ ref('wilayah') }}
    where tingkat = 'kecamatan'
),

perubahan_wilayah as (
    select * from {{ ref('perubahan_wilayah') }}
    where tingkat = 'kecamatan'
),

awalan_lama as (
    select * from {{ ref('awalan_lama') }}
),

nomor as (
    select distinct substr(kode_kemendagri, 5, 2) as nomor_kecamatan
    from wilayah
),

final as (
    select kode_kemendagri as awalan
    from wilayah
    union
    select kode_lama_kemendagri as awalan
    from perubahan_wilayah
    union
    select a.kode_kemendagri || n.nomor_kecamatan as awalan
    from awalan_lama as a
    cross join nomor as n
)

select * from final
