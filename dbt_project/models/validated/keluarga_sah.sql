-- Families with at least one valid member: place and card number of the head, size, housing, assets.
-- Grain: one row per id_keluarga
with relasi_sah as (
    select * from {{ ref('relasi_sah') }}
),

individu_sah as (
    select * from {{ ref('individu_sah') }}
),

keluarga_terbarui as (
    select * from {{ ref('keluarga_terbarui') }}
),

ukuran as (
    select
        id_keluarga,
        cast(count(*) as smallint) as jumlah_anggota_keluarga
    from relasi_sah
    group by id_keluarga
),

kepala as (
    select i.*
    from relasi_sah as r
    inner join individu_sah as i
        on r.id_individu = i.id_individu
    where r.kepala_keluarga
),

final as (
    select
        k.id_keluarga,
        k.id_individu as id_individu_kepala,
        k.no_kk,
        u.jumlah_anggota_keluarga,
        ---------- address of the head
        k.alamat,
        k.rt,
        k.rw,
        k.kode_desa_kemendagri,
        k.kode_kecamatan_kemendagri,
        k.kode_kabupaten_kota_kemendagri,
        k.kode_provinsi_kemendagri,
        ---------- housing and assets
        -- >>> kamus columns keluarga t -id_keluarga -id_individu_kepala -no_kk -jumlah_anggota_keluarga -alamat -rt -rw -kode_desa_kemendagri -kode_kecamatan_kemendagri -kode_kabupaten_kota_kemendagri -kode_provinsi_kemendagri
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
        t.id_keluarga is not null as punya_butir_keluarga
    from kepala as k
    inner join ukuran as u
        on k.id_keluarga = u.id_keluarga
    left join keluarga_terbarui as t
        on k.id_keluarga = t.id_keluarga
)

select * from final
