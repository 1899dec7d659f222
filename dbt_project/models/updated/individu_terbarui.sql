-- One value per variable and person: the first record in the block's order that has a value
-- (Pasal 14). `…__sumber` is that record's place in the order.
-- Grain: one row per id_individu
with padan_individu as (
    select * from {{ ref('padan_individu') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

terurut as (
    select
        r.*,
        p.urut_identitas,
        p.urut_kependudukan,
        p.urut_alamat,
        p.urut_program,
        p.urut_jaminan_kesehatan,
        p.urut_jaminan_ketenagakerjaan,
        p.urut_sekolah
    from rekaman_padan as r
    inner join padan_individu as p
        on r.rekaman_id = p.rekaman_id
),

final as (
    select
        t.id_individu,
        -- >>> kamus survivorship individu
        {{ first_by('t.nik', 't.urut_identitas') }} as nik,
        {{ rank_of('t.nik', 't.urut_identitas') }} as nik__sumber,
        {{ first_by('t.no_kk', 't.urut_kependudukan') }} as no_kk,
        {{ rank_of('t.no_kk', 't.urut_kependudukan') }} as no_kk__sumber,
        {{ first_by('t.nama', 't.urut_identitas') }} as nama,
        {{ rank_of('t.nama', 't.urut_identitas') }} as nama__sumber,
        {{ first_by('t.tempat_lahir', 't.urut_identitas') }} as tempat_lahir,
        {{ rank_of('t.tempat_lahir', 't.urut_identitas') }} as tempat_lahir__sumber,
        {{ first_by('t.tanggal_lahir', 't.urut_identitas') }} as tanggal_lahir,
        {{ rank_of('t.tanggal_lahir', 't.urut_identitas') }} as tanggal_lahir__sumber,
        {{ first_by('t.jenis_kelamin', 't.urut_identitas') }} as jenis_kelamin,
        {{ rank_of('t.jenis_kelamin', 't.urut_identitas') }} as jenis_kelamin__sumber,
        {{ first_by('t.status_kawin', 't.urut_kependudukan') }} as status_kawin,
        {{ rank_of('t.status_kawin', 't.urut_kependudukan') }} as status_kawin__sumber,
        {{ first_by('t.status_hubungan_keluarga', 't.urut_kependudukan') }}
            as status_hubungan_keluarga,
        {{ rank_of('t.status_hubungan_keluarga', 't.urut_kependudukan') }}
            as status_hubungan_keluarga__sumber,
        {{ first_by('t.alamat', 't.urut_alamat') }} as alamat,
        {{ rank_of('t.alamat', 't.urut_alamat') }} as alamat__sumber,
        {{ first_by('t.rt', 't.urut_alamat') }} as rt,
        {{ rank_of('t.rt', 't.urut_alamat') }} as rt__sumber,
        {{ first_by('t.rw', 't.urut_alamat') }} as rw,
        {{ rank_of('t.rw', 't.urut_alamat') }} as rw__sumber,
        {{ first_by('t.kode_desa_kemendagri', 't.urut_alamat') }} as kode_desa_kemendagri,
        {{ rank_of('t.kode_desa_kemendagri', 't.urut_alamat') }} as kode_desa_kemendagri__sumber,
        {{ first_by('t.kode_kecamatan_kemendagri', 't.urut_alamat') }} as kode_kecamatan_kemendagri,
        {{ rank_of('t.kode_kecamatan_kemendagri', 't.urut_alamat') }}
            as kode_kecamatan_kemendagri__sumber,
        {{ first_by('t.kode_kabupaten_kota_kemendagri', 't.urut_alamat') }}
            as kode_kabupaten_kota_kemendagri,
        {{ rank_of('t.kode_kabupaten_kota_kemendagri', 't.urut_alamat') }}
            as kode_kabupaten_kota_kemendagri__sumber,
        {{ first_by('t.kode_provinsi_kemendagri', 't.urut_alamat') }} as kode_provinsi_kemendagri,
        {{ rank_of('t.kode_provinsi_kemendagri', 't.urut_alamat') }}
            as kode_provinsi_kemendagri__sumber,
        {{ first_by('t.penerima_pkh', 't.urut_program') }} as penerima_pkh,
        {{ rank_of('t.penerima_pkh', 't.urut_program') }} as penerima_pkh__sumber,
        {{ first_by('t.penerima_bpnt', 't.urut_program') }} as penerima_bpnt,
        {{ rank_of('t.penerima_bpnt', 't.urut_program') }} as penerima_bpnt__sumber,
        {{ first_by('t.pbi_nas', 't.urut_program') }} as pbi_nas,
        {{ rank_of('t.pbi_nas', 't.urut_program') }} as pbi_nas__sumber,
        {{ first_by('t.pbi_pemda', 't.urut_jaminan_kesehatan') }} as pbi_pemda,
        {{ rank_of('t.pbi_pemda', 't.urut_jaminan_kesehatan') }} as pbi_pemda__sumber,
        {{ first_by('t.nomor_peserta_jkn', 't.urut_jaminan_kesehatan') }} as nomor_peserta_jkn,
        {{ rank_of('t.nomor_peserta_jkn', 't.urut_jaminan_kesehatan') }}
            as nomor_peserta_jkn__sumber,
        {{ first_by('t.segmen_jkn', 't.urut_jaminan_kesehatan') }} as segmen_jkn,
        {{ rank_of('t.segmen_jkn', 't.urut_jaminan_kesehatan') }} as segmen_jkn__sumber,
        {{ first_by('t.nomor_peserta_ketenagakerjaan', 't.urut_jaminan_ketenagakerjaan') }}
            as nomor_peserta_ketenagakerjaan,
        {{ rank_of('t.nomor_peserta_ketenagakerjaan', 't.urut_jaminan_ketenagakerjaan') }}
            as nomor_peserta_ketenagakerjaan__sumber,
        {{ first_by('t.segmen_ketenagakerjaan', 't.urut_jaminan_ketenagakerjaan') }}
            as segmen_ketenagakerjaan,
        {{ rank_of('t.segmen_ketenagakerjaan', 't.urut_jaminan_ketenagakerjaan') }}
            as segmen_ketenagakerjaan__sumber,
        {{ first_by('t.program_ketenagakerjaan', 't.urut_jaminan_ketenagakerjaan') }}
            as program_ketenagakerjaan,
        {{ rank_of('t.program_ketenagakerjaan', 't.urut_jaminan_ketenagakerjaan') }}
            as program_ketenagakerjaan__sumber,
        {{ first_by('t.nisn', 't.urut_sekolah') }} as nisn,
        {{ rank_of('t.nisn', 't.urut_sekolah') }} as nisn__sumber,
        {{ first_by('t.jenjang_sekolah_dapodik', 't.urut_sekolah') }} as jenjang_sekolah_dapodik,
        {{ rank_of('t.jenjang_sekolah_dapodik', 't.urut_sekolah') }}
            as jenjang_sekolah_dapodik__sumber,
        {{ first_by('t.penerima_pip', 't.urut_sekolah') }} as penerima_pip,
        {{ rank_of('t.penerima_pip', 't.urut_sekolah') }} as penerima_pip__sumber,
        -- <<< kamus
        {{ first_by('t.nama_baku', 't.urut_identitas') }} as nama_baku,
        cast(count(*) as smallint) as jumlah_rekaman,
        min(t.hasil_padan) as hasil_padan
    from terurut as t
    group by t.id_individu
)

select * from final
