-- Persons of the published register.
-- Grain: one row per id_individu
-- depends_on: {{ ref('beku_individu') }}
with individu as (
    select * from {{ source('snapshot', 'individu') }}
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
        t.partisipasi_sekolah,
        t.ijazah_tertinggi_yang_dimiliki,
        t.status_bekerja,
        t.lapangan_usaha_dari_pekerjaan_utama,
        t.status_dalam_pekerjaan_utama,
        t.penerima_pkh,
        t.penerima_bpnt,
        t.pbi_nas,
        t.nomor_peserta_jkn,
        t.segmen_jkn,
        -- <<< kamus
        t.id_keluarga
    from individu as t
)

select * from final
