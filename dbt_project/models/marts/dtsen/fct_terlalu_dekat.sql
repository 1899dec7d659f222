-- Families whose place on one side of a programme’s border is too close to call, by what a visit
-- would be worth.
-- Grain: one row per program and id_keluarga
with risiko_batas as (
    select * from {{ ref('risiko_batas') }}
),

terurut as (
    select
        *,
        row_number() over (
            partition by program, kode_kabupaten_kota_kemendagri
            order by manfaat desc, risiko desc, id_keluarga asc
        ) as urutan
    from risiko_batas
    where risiko >= {{ var('risiko_terlalu_dekat') }}
),

final as (
    select
        program,
        id_keluarga,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        desil_nasional,
        di_bawah,
        peluang_di_bawah,
        risiko,
        jumlah_anggota_keluarga,
        manfaat,
        cast(urutan as integer) as urutan_kunjungan
    from terurut
)

select * from final
