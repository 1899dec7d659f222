-- Why the decile of every family is another than in the base release, or why the two cannot be compared.
-- Grain: one row per id_keluarga
with perbandingan_desil as (
    select * from {{ ref('perbandingan_desil') }}
),

final as (
    select
        id_keluarga,
        id_keluarga_dasar,
        hubungan,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        status_perubahan,
        alasan_tanpa_peringkat,
        desil_dasar,
        desil_nasional,
        pindah,
        data_perduabelas,
        anggota_perduabelas,
        model_perduabelas,
        batas_perduabelas,
        sebab_utama,
        id_keluarga_penerus
    from perbandingan_desil
)

select * from final
