-- Persons of the release, ready to be sealed: what their records say, and their answers to the questionnaire
-- (null for people without one).
-- Grain: one row per id_individu
with individu_sah as (
    select * from {{ ref('individu_sah') }}
),

butir_individu_terbarui as (
    select * from {{ ref('butir_individu_terbarui') }}
),

lengkap as (
    select
        s.*,
        {% for variable in item_variables('individu') %}
        b.{{ variable.variabel }},
        {% endfor %}
        b.status_butir
    from individu_sah as s
    left join butir_individu_terbarui as b
        on s.id_individu = b.id_individu
),

final as (
    select
        -- >>> kamus columns individu t
        t.id_individu,
        t.nik,
        t.no_kk,
        t.nama,
        t.tempat_lahir,
        t.tanggal_lahir,
        t.jenis_kelamin,
        t.status_kawin,
        t.status_hubungan_keluarga,
        t.alamat,
        t.rt,
        t.rw,
        t.kode_desa_kemendagri,
        t.kode_kecamatan_kemendagri,
        t.kode_kabupaten_kota_kemendagri,
        t.kode_provinsi_kemendagri,
        t.penerima_pkh,
        t.penerima_bpnt,
        t.pbi_nas,
        t.pbi_pemda,
        t.nomor_peserta_jkn,
        t.segmen_jkn,
        t.nomor_peserta_ketenagakerjaan,
        t.segmen_ketenagakerjaan,
        t.program_ketenagakerjaan,
        t.nisn,
        t.jenjang_sekolah_dapodik,
        t.penerima_pip,
        t.keterangan_keberadaan,
        t.umur_saat_pendataan,
        t.sedang_hamil,
        t.memiliki_akta_kelahiran,
        t.memiliki_kia,
        t.memiliki_ktp,
        t.partisipasi_sekolah,
        t.jenjang_tertinggi_yang_diduduki,
        t.kelas_tertinggi_yang_diduduki,
        t.ijazah_tertinggi_yang_dimiliki,
        t.status_bekerja,
        t.jumlah_jam_kerja,
        t.lapangan_usaha_dari_pekerjaan_utama,
        t.status_dalam_pekerjaan_utama,
        t.kepemilikan_npwp,
        t.kepemilikan_usaha,
        t.jumlah_usaha,
        t.lapangan_usaha_dari_usaha_utama,
        t.jumlah_pekerja_yang_dibayar_dari_usaha_utama,
        t.jumlah_pekerja_tidak_dibayar_dari_usaha_utama,
        t.perizinan_usaha_utama,
        t.omzet_usaha_utama,
        t.internet_usaha_komunikasi,
        t.internet_usaha_informasi,
        t.internet_usaha_pemasaran,
        t.internet_usaha_penjualan,
        t.internet_usaha_pembelian,
        t.internet_usaha_lainnya,
        t.kondisi_gizi,
        t.penyakit_kronis,
        t.penglihatan,
        t.pendengaran,
        t.berjalan_atau_naik_tangga,
        t.menggunakan_tangan_jari,
        t.belajar_kemampuan_intelektual,
        t.pengendalian_perilaku,
        t.berbicara_komunikasi,
        t.mengurus_diri,
        t.mengingat_berkonsentrasi,
        t.kesedihan_depresi,
        t.kepemilikan_caregiver,
        t.jaminan_kesehatan_pbi_jkn,
        t.jaminan_kesehatan_jkn_mandiri,
        t.jaminan_kesehatan_jkn_pemberi_kerja,
        t.jaminan_kesehatan_lainnya,
        t.jaminan_kesehatan_tidak_tahu,
        t.program_pra_kerja,
        t.program_kur,
        t.program_umi,
        t.program_indonesia_pintar,
        t.jaminan_ketenagakerjaan_kecelakaan_kerja,
        t.jaminan_ketenagakerjaan_kematian,
        t.jaminan_ketenagakerjaan_hari_tua,
        t.jaminan_ketenagakerjaan_pensiun,
        t.jaminan_ketenagakerjaan_pensiun_lainnya,
        t.jaminan_ketenagakerjaan_tidak_tahu,
        t.status_butir,
        -- <<< kamus
        t.id_keluarga,
        t.jumlah_rekaman,
        t.hasil_padan
    from lengkap as t
)

select * from final
