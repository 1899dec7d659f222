-- Families with at least one valid member: place and card number of the head, size, subsidies of its
-- members, answers of the family, and what members left out do to it (seed aturan_validasi).
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

anggota_di_luar as (
    select * from {{ ref('anggota_di_luar') }}
),

ukuran as (
    select
        r.id_keluarga,
        cast(count(*) as smallint) as jumlah_anggota_keluarga,
        -- the code of yes comes first in the list ya_tidak
        min(i.pbi_nas) as pbi_nas,
        min(i.pbi_pemda) as pbi_pemda
    from relasi_sah as r
    inner join individu_sah as i
        on r.id_individu = i.id_individu
    group by r.id_keluarga
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
        cast(u.jumlah_anggota_keluarga + coalesce(l.jumlah_dihitung, 0) as smallint)
            as jumlah_anggota_dihitung,
        l.verdik_kepala,
        coalesce(l.kepala_ditangguhkan, false) as kepala_ditangguhkan,
        ---------- address of the head
        k.alamat,
        k.rt,
        k.rw,
        k.kode_desa_kemendagri,
        k.kode_kecamatan_kemendagri,
        k.kode_kabupaten_kota_kemendagri,
        k.kode_provinsi_kemendagri,
        u.pbi_nas,
        u.pbi_pemda,
        ---------- answers of the family and variables of other providers
        -- >>> kamus columns keluarga t -pbi_nas -pbi_pemda -id_keluarga -id_individu_kepala -no_kk -jumlah_anggota_keluarga -jumlah_anggota_dihitung -alamat -rt -rw -kode_desa_kemendagri -kode_kecamatan_kemendagri -kode_kabupaten_kota_kemendagri -kode_provinsi_kemendagri
        t.id_pelanggan_pln,
        t.tarif_listrik,
        t.desil_p3ke,
        t.kode_sls,
        t.kode_sub_sls,
        t.nama_sls,
        t.nomor_urut_bangunan,
        t.nomor_urut_keluarga,
        t.status_keluarga,
        t.jumlah_anggota_terdata,
        t.id_landmark_wilkerstat,
        t.kode_kartu_keluarga,
        t.tanggal_pendataan,
        t.hasil_pendataan,
        t.status_kepemilikan_rumah,
        t.bukti_kepemilikan_tanah,
        t.luas_lantai,
        t.jenis_lantai_terluas,
        t.jenis_dinding_terluas,
        t.jenis_atap_terluas,
        t.sumber_air_minum_utama,
        t.jarak_sumber_air_minum,
        t.sumber_penerangan_utama,
        t.daya_terpasang,
        t.daya_terpasang_meteran_2,
        t.daya_terpasang_meteran_3,
        t.bahan_bakar_utama_memasak,
        t.fasilitas_bab,
        t.jenis_kloset,
        t.pembuangan_akhir_tinja,
        t.program_sembako,
        t.program_sembako_bulan_terakhir,
        t.program_sembako_tahun_terakhir,
        t.program_pkh,
        t.program_pkh_bulan_terakhir,
        t.program_pkh_tahun_terakhir,
        t.program_blt_desa,
        t.program_blt_desa_bulan_terakhir,
        t.program_blt_desa_tahun_terakhir,
        t.program_subsidi_listrik,
        t.program_subsidi_listrik_bulan_terakhir,
        t.program_subsidi_listrik_tahun_terakhir,
        t.program_bantuan_pemda,
        t.program_bantuan_pemda_bulan_terakhir,
        t.program_bantuan_pemda_tahun_terakhir,
        t.program_subsidi_pupuk,
        t.program_subsidi_pupuk_bulan_terakhir,
        t.program_subsidi_pupuk_tahun_terakhir,
        t.program_subsidi_lpg,
        t.program_subsidi_lpg_bulan_terakhir,
        t.program_subsidi_lpg_tahun_terakhir,
        t.aset_bergerak_tabung_gas,
        t.aset_bergerak_lemari_es,
        t.aset_bergerak_ac,
        t.aset_bergerak_pemanas_air,
        t.aset_bergerak_telepon_rumah,
        t.aset_bergerak_tv_datar,
        t.aset_bergerak_emas_perhiasan,
        t.aset_bergerak_komputer_laptop_tablet,
        t.aset_bergerak_sepeda_motor,
        t.aset_bergerak_sepeda,
        t.aset_bergerak_mobil,
        t.aset_bergerak_perahu,
        t.aset_bergerak_kapal_perahu_motor,
        t.aset_bergerak_smartphone,
        t.aset_tidak_bergerak_lahan_lainnya,
        t.aset_tidak_bergerak_rumah_lainnya,
        t.jumlah_ternak_sapi,
        t.jumlah_ternak_kerbau,
        t.jumlah_ternak_kuda,
        t.jumlah_ternak_babi,
        t.jumlah_ternak_kambing_domba,
        t.jenis_akses_internet,
        t.rekening_aktif_dompet_digital,
        t.status_butir,
        -- <<< kamus
        coalesce({{ says_something('t.status_butir') }}, false) as punya_butir_keluarga
    from kepala as k
    inner join ukuran as u
        on k.id_keluarga = u.id_keluarga
    left join anggota_di_luar as l
        on k.id_keluarga = l.id_keluarga
    left join keluarga_terbarui as t
        on k.id_keluarga = t.id_keluarga
)

select * from final
