-- Welfare rank and national decile of every family of the published register (Pasal 17).
-- Grain: one row per id_keluarga
with peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

final as (
    select
        id_keluarga,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        skor_kesejahteraan,
        perkiraan_pengeluaran,
        peringkat_nasional,
        desil_nasional,
        persentil_nasional,
        peringkat_provinsi,
        desil_provinsi,
        peringkat_kabupaten_kota,
        desil_kabupaten_kota,
        status_peringkat,
        alasan_tanpa_peringkat,
        id_model
    from peringkat_keluarga
)

select * from final
