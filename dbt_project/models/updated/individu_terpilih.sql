-- What the update policy chooses per variable and person (Pasal 14): the value of the first record in the
-- block's order that has one, or whose emptiness counts. `…__sumber` is that record's place in the order.
-- Grain: one row per id_individu
{% set blocks = record_blocks('individu') %}
with padan_individu as (
    select * from {{ ref('padan_individu') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

terurut as (
    select
        {% for block in blocks %}
        p.urut_{{ block }},
        p.timpa_{{ block }},
        {% endfor %}
        r.*
    from rekaman_padan as r
    inner join padan_individu as p
        on r.rekaman_id = p.rekaman_id
),

final as (
    select
        t.id_individu,
        -- >>> kamus survivorship individu
        {{ chosen('t.nik', 'identitas') }} as nik,
        {{ chosen_from('t.nik', 'identitas') }} as nik__sumber,
        {{ chosen('t.no_kk', 'kependudukan') }} as no_kk,
        {{ chosen_from('t.no_kk', 'kependudukan') }} as no_kk__sumber,
        {{ chosen('t.nama', 'identitas') }} as nama,
        {{ chosen_from('t.nama', 'identitas') }} as nama__sumber,
        {{ chosen('t.tempat_lahir', 'identitas') }} as tempat_lahir,
        {{ chosen_from('t.tempat_lahir', 'identitas') }} as tempat_lahir__sumber,
        {{ chosen('t.tanggal_lahir', 'kelahiran') }} as tanggal_lahir,
        {{ chosen_from('t.tanggal_lahir', 'kelahiran') }} as tanggal_lahir__sumber,
        {{ chosen('t.jenis_kelamin', 'kelahiran') }} as jenis_kelamin,
        {{ chosen_from('t.jenis_kelamin', 'kelahiran') }} as jenis_kelamin__sumber,
        {{ chosen('t.status_kawin', 'kependudukan') }} as status_kawin,
        {{ chosen_from('t.status_kawin', 'kependudukan') }} as status_kawin__sumber,
        {{ chosen('t.status_hubungan_keluarga', 'kependudukan') }} as status_hubungan_keluarga,
        {{ chosen_from('t.status_hubungan_keluarga', 'kependudukan') }}
            as status_hubungan_keluarga__sumber,
        {{ chosen('t.alamat', 'alamat') }} as alamat,
        {{ chosen_from('t.alamat', 'alamat') }} as alamat__sumber,
        {{ chosen('t.rt', 'alamat') }} as rt,
        {{ chosen_from('t.rt', 'alamat') }} as rt__sumber,
        {{ chosen('t.rw', 'alamat') }} as rw,
        {{ chosen_from('t.rw', 'alamat') }} as rw__sumber,
        {{ chosen('t.kode_desa_kemendagri', 'alamat') }} as kode_desa_kemendagri,
        {{ chosen_from('t.kode_desa_kemendagri', 'alamat') }} as kode_desa_kemendagri__sumber,
        {{ chosen('t.kode_kecamatan_kemendagri', 'alamat') }} as kode_kecamatan_kemendagri,
        {{ chosen_from('t.kode_kecamatan_kemendagri', 'alamat') }}
            as kode_kecamatan_kemendagri__sumber,
        {{ chosen('t.kode_kabupaten_kota_kemendagri', 'alamat') }}
            as kode_kabupaten_kota_kemendagri,
        {{ chosen_from('t.kode_kabupaten_kota_kemendagri', 'alamat') }}
            as kode_kabupaten_kota_kemendagri__sumber,
        {{ chosen('t.kode_provinsi_kemendagri', 'alamat') }} as kode_provinsi_kemendagri,
        {{ chosen_from('t.kode_provinsi_kemendagri', 'alamat') }}
            as kode_provinsi_kemendagri__sumber,
        {{ chosen('t.penerima_pkh', 'program') }} as penerima_pkh,
        {{ chosen_from('t.penerima_pkh', 'program') }} as penerima_pkh__sumber,
        {{ chosen('t.penerima_bpnt', 'program') }} as penerima_bpnt,
        {{ chosen_from('t.penerima_bpnt', 'program') }} as penerima_bpnt__sumber,
        {{ chosen('t.pbi_nas', 'jaminan_kesehatan') }} as pbi_nas,
        {{ chosen_from('t.pbi_nas', 'jaminan_kesehatan') }} as pbi_nas__sumber,
        {{ chosen('t.pbi_pemda', 'jaminan_kesehatan') }} as pbi_pemda,
        {{ chosen_from('t.pbi_pemda', 'jaminan_kesehatan') }} as pbi_pemda__sumber,
        {{ chosen('t.nomor_peserta_jkn', 'jaminan_kesehatan') }} as nomor_peserta_jkn,
        {{ chosen_from('t.nomor_peserta_jkn', 'jaminan_kesehatan') }} as nomor_peserta_jkn__sumber,
        {{ chosen('t.segmen_jkn', 'jaminan_kesehatan') }} as segmen_jkn,
        {{ chosen_from('t.segmen_jkn', 'jaminan_kesehatan') }} as segmen_jkn__sumber,
        {{ chosen('t.nomor_peserta_ketenagakerjaan', 'jaminan_ketenagakerjaan') }}
            as nomor_peserta_ketenagakerjaan,
        {{ chosen_from('t.nomor_peserta_ketenagakerjaan', 'jaminan_ketenagakerjaan') }}
            as nomor_peserta_ketenagakerjaan__sumber,
        {{ chosen('t.segmen_ketenagakerjaan', 'jaminan_ketenagakerjaan') }}
            as segmen_ketenagakerjaan,
        {{ chosen_from('t.segmen_ketenagakerjaan', 'jaminan_ketenagakerjaan') }}
            as segmen_ketenagakerjaan__sumber,
        {{ chosen('t.program_ketenagakerjaan', 'jaminan_ketenagakerjaan') }}
            as program_ketenagakerjaan,
        {{ chosen_from('t.program_ketenagakerjaan', 'jaminan_ketenagakerjaan') }}
            as program_ketenagakerjaan__sumber,
        {{ chosen('t.nisn', 'sekolah') }} as nisn,
        {{ chosen_from('t.nisn', 'sekolah') }} as nisn__sumber,
        {{ chosen('t.jenjang_sekolah_dapodik', 'sekolah') }} as jenjang_sekolah_dapodik,
        {{ chosen_from('t.jenjang_sekolah_dapodik', 'sekolah') }}
            as jenjang_sekolah_dapodik__sumber,
        {{ chosen('t.penerima_pip', 'sekolah') }} as penerima_pip,
        {{ chosen_from('t.penerima_pip', 'sekolah') }} as penerima_pip__sumber,
        -- <<< kamus
        {{ chosen('t.nama_baku', 'identitas') }} as nama_baku,
        cast(count(*) as smallint) as jumlah_rekaman,
        min(t.hasil_padan) as hasil_padan
    from terurut as t
    group by t.id_individu
)

select * from final
