-- Provenance: per variable the place, in the order of its block, of the record its value came from
-- (join `beku_rekaman` on id_individu and that block's order).
-- Grain: one row per id_individu
with individu_sah as (
    select * from {{ ref('individu_sah') }}
),

final as (
    select
        t.id_individu,
        -- >>> kamus sources individu t
        t.nik__sumber,
        t.no_kk__sumber,
        t.nama__sumber,
        t.tempat_lahir__sumber,
        t.tanggal_lahir__sumber,
        t.jenis_kelamin__sumber,
        t.status_kawin__sumber,
        t.status_hubungan_keluarga__sumber,
        t.alamat__sumber,
        t.rt__sumber,
        t.rw__sumber,
        t.kode_desa_kemendagri__sumber,
        t.kode_kecamatan_kemendagri__sumber,
        t.kode_kabupaten_kota_kemendagri__sumber,
        t.kode_provinsi_kemendagri__sumber,
        t.partisipasi_sekolah__sumber,
        t.ijazah_tertinggi_yang_dimiliki__sumber,
        t.status_bekerja__sumber,
        t.lapangan_usaha_dari_pekerjaan_utama__sumber,
        t.status_dalam_pekerjaan_utama__sumber,
        t.penerima_pkh__sumber,
        t.penerima_bpnt__sumber,
        t.pbi_nas__sumber,
        t.nomor_peserta_jkn__sumber,
        t.segmen_jkn__sumber,
        -- <<< kamus
        t.jumlah_rekaman
    from individu_sah as t
)

select * from final
