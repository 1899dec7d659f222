-- The population register as delivered: renamed, trimmed, dates cast; codes still dukcapil's own.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'dukcapil__penduduk'), 'dukcapil', 'penduduk') }}
),

final as (
    select
        {{ record_key('dukcapil', 'penduduk', ['trim(nik)']) }} as record_key,
        {{ clean_text('nik') }} as kunci_asal,
        {{ content_hash([
            'nik', 'no_kk', 'nama_lgkp', 'tmpt_lhr', 'tgl_lhr', 'jenis_klmin', 'stat_kwn', 'stat_hbkel',
            'alamat', 'no_rt', 'no_rw', 'kode_desa', 'status', 'tgl_status',
        ]) }} as sidik_isi,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('no_kk') }} as no_kk,
        {{ clean_text('nama_lgkp') }} as nama,
        {{ clean_text('tmpt_lhr') }} as tempat_lahir,
        {{ clean_text('tgl_lhr') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tgl_lhr'), '%Y-%m-%d') }} as tanggal_lahir,
        {{ clean_text('jenis_klmin') }} as jenis_kelamin_asal,
        {{ clean_text('stat_kwn') }} as status_kawin_asal,
        {{ clean_text('stat_hbkel') }} as status_hubungan_keluarga_asal,
        ---------- address
        {{ clean_text('alamat') }} as alamat,
        {{ clean_text('no_rt') }} as rt,
        {{ clean_text('no_rw') }} as rw,
        {{ clean_text('kode_desa') }} as kode_desa_kemendagri,
        ---------- status in the register
        {{ clean_text('status') }} as status_kependudukan_asal,
        {{ clean_text('tgl_status') }} as tanggal_status_asal,
        {{ parse_date(clean_text('tgl_status'), '%Y-%m-%d') }} as tanggal_status,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
