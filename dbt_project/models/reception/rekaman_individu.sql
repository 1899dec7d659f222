-- Person records of every provider in one shape, still with the providers' own codes.
-- Grain: one row per delivered person record
with penduduk as (
    select * from {{ ref('stg_dukcapil__penduduk') }}
),

anggota_regsosek as (
    select * from {{ ref('stg_regsosek__anggota') }}
),

keluarga_regsosek as (
    -- a doubled family row is a finding of its own and must not multiply the members
    select
        kunci_keluarga,
        _delivery,
        min(no_kk) as no_kk,
        min(alamat) as alamat,
        min(kode_desa_kemendagri) as kode_desa_kemendagri
    from {{ ref('stg_regsosek__keluarga') }}
    group by kunci_keluarga, _delivery
),

anggota_dtks as (
    select * from {{ ref('stg_dtks__anggota') }}
),

final as (
    select
        'dukcapil' as penyedia,
        'penduduk' as dataset,
        record_key,
        kunci_asal,
        sidik_isi,
        cast(null as varchar) as kunci_keluarga,
        nik,
        no_kk,
        nama,
        tempat_lahir,
        tanggal_lahir_asal,
        tanggal_lahir,
        jenis_kelamin_asal,
        status_kawin_asal,
        status_hubungan_keluarga_asal,
        alamat,
        rt,
        rw,
        kode_desa_kemendagri,
        status_kependudukan_asal,
        tanggal_status,
        cast(null as varchar) as penerima_pkh_asal,
        cast(null as varchar) as penerima_bpnt_asal,
        cast(null as varchar) as pbi_nas_asal,
        cast(null as varchar) as nomor_peserta_jkn,
        cast(null as varchar) as segmen_jkn_asal,
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from penduduk
    union all
    select
        'regsosek' as penyedia,
        'anggota' as dataset,
        a.record_key,
        a.kunci_asal,
        a.sidik_isi,
        a.kunci_keluarga,
        a.nik,
        k.no_kk,
        a.nama,
        null as tempat_lahir,
        a.tanggal_lahir_asal,
        a.tanggal_lahir,
        a.jenis_kelamin_asal,
        a.status_kawin_asal,
        a.status_hubungan_keluarga_asal,
        k.alamat,
        null as rt,
        null as rw,
        k.kode_desa_kemendagri,
        null as status_kependudukan_asal,
        null as tanggal_status,
        null as penerima_pkh_asal,
        null as penerima_bpnt_asal,
        null as pbi_nas_asal,
        null as nomor_peserta_jkn,
        null as segmen_jkn_asal,
        a.tanggal_acuan,
        a._efektif,
        a._delivery,
        a._file,
        a._row_number
    from anggota_regsosek as a
    left join keluarga_regsosek as k
        on a.kunci_keluarga = k.kunci_keluarga and a._delivery = k._delivery
    union all
    select
        'dtks' as penyedia,
        'anggota' as dataset,
        record_key,
        kunci_asal,
        sidik_isi,
        kunci_keluarga,
        nik,
        no_kk,
        nama,
        tempat_lahir,
        tanggal_lahir_asal,
        tanggal_lahir,
        jenis_kelamin_asal,
        null as status_kawin_asal,
        status_hubungan_keluarga_asal,
        alamat,
        rt,
        rw,
        kode_desa_kemendagri,
        null as status_kependudukan_asal,
        null as tanggal_status,
        penerima_pkh_asal,
        penerima_bpnt_asal,
        pbi_nas_asal,
        null as nomor_peserta_jkn,
        null as segmen_jkn_asal,
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from anggota_dtks
)

select * from final
