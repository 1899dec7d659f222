-- Proposed changes from the task force: renamed, trimmed, dates cast; with evidence and way.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'pemutakhiran__usulan'), 'pemutakhiran', 'usulan') }}
),

final as (
    select
        {{ record_key('pemutakhiran', 'usulan', ['trim(id_usulan)']) }} as record_key,
        {{ clean_text('id_usulan') }} as kunci_asal,
        {{ content_hash([
            'id_usulan', 'jenis_perubahan', 'jenis_pengusul', 'kode_pengusul', 'nik', 'no_kk',
            'nama', 'tempat_lahir', 'tanggal_lahir', 'jenis_kelamin', 'status_kawin', 'hubungan',
            'alamat', 'rt', 'rw', 'kode_desa', 'tanggal_kejadian', 'jenis_bukti', 'nomor_bukti',
            'tanggal_pengusul', 'tanggal_kemensos', 'tanggal_satgas',
        ]) }} as sidik_isi,
        ---------- proposal
        {{ clean_text('jenis_perubahan') }} as jenis_perubahan_asal,
        {{ clean_text('tanggal_kejadian') }} as tanggal_kejadian_asal,
        {{ parse_date(clean_text('tanggal_kejadian'), '%Y-%m-%d') }} as tanggal_kejadian,
        {{ clean_text('jenis_bukti') }} as jenis_bukti_asal,
        {{ clean_text('nomor_bukti') }} as nomor_bukti,
        ---------- its way
        {{ clean_text('jenis_pengusul') }} as jenis_pengusul_asal,
        {{ clean_text('kode_pengusul') }} as kode_pengusul,
        {{ clean_text('tanggal_pengusul') }} as tanggal_pengusul_asal,
        {{ parse_date(clean_text('tanggal_pengusul'), '%Y-%m-%d') }} as tanggal_pengusul,
        {{ clean_text('tanggal_kemensos') }} as tanggal_kemensos_asal,
        {{ parse_date(clean_text('tanggal_kemensos'), '%Y-%m-%d') }} as tanggal_kemensos,
        {{ clean_text('tanggal_satgas') }} as tanggal_satgas_asal,
        {{ parse_date(clean_text('tanggal_satgas'), '%Y-%m-%d') }} as tanggal_satgas,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('no_kk') }} as no_kk,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('tempat_lahir') }} as tempat_lahir,
        {{ clean_text('tanggal_lahir') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tanggal_lahir'), '%Y-%m-%d') }} as tanggal_lahir,
        {{ clean_text('jenis_kelamin') }} as jenis_kelamin_asal,
        {{ clean_text('status_kawin') }} as status_kawin_asal,
        {{ clean_text('hubungan') }} as status_hubungan_keluarga_asal,
        ---------- address
        {{ clean_text('alamat') }} as alamat,
        {{ clean_text('rt') }} as rt,
        {{ clean_text('rw') }} as rw,
        {{ clean_text('kode_desa') }} as kode_desa_kemendagri,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
