-- Families of the release, ready to be sealed.
-- Grain: one row per id_keluarga
with keluarga_sah as (
    select * from {{ ref('keluarga_sah') }}
),

final as (
    select
        -- >>> kamus columns keluarga t
        t.id_keluarga,
        t.no_kk,
        t.id_individu_kepala,
        t.jumlah_anggota_keluarga,
        t.alamat,
        t.rt,
        t.rw,
        t.kode_desa_kemendagri,
        t.kode_kecamatan_kemendagri,
        t.kode_kabupaten_kota_kemendagri,
        t.kode_provinsi_kemendagri,
        t.status_kepemilikan_rumah,
        t.luas_lantai,
        t.jenis_lantai_terluas,
        t.jenis_dinding_terluas,
        t.jenis_atap_terluas,
        t.sumber_air_minum_utama,
        t.sumber_penerangan_utama,
        t.daya_terpasang,
        t.bahan_bakar_utama_memasak,
        t.fasilitas_bab,
        t.jenis_kloset,
        t.pembuangan_akhir_tinja,
        t.aset_bergerak_lemari_es,
        t.aset_bergerak_ac,
        t.aset_bergerak_tv_datar,
        t.aset_bergerak_emas_perhiasan,
        t.aset_bergerak_komputer_laptop_tablet,
        t.aset_bergerak_sepeda_motor,
        t.aset_bergerak_mobil,
        t.aset_bergerak_smartphone,
        t.aset_tidak_bergerak_lahan_lainnya,
        t.aset_tidak_bergerak_rumah_lainnya,
        t.jumlah_ternak_sapi,
        t.jumlah_ternak_kambing_domba,
        t.id_pelanggan_pln,
        t.tarif_listrik,
        t.desil_p3ke,
        -- <<< kamus
        t.punya_butir_keluarga
    from keluarga_sah as t
)

select * from final
