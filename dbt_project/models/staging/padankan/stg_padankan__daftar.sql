-- Lists of agencies to be matched with the register: renamed, trimmed, date cast. Empty in every release;
-- `dtsen match` standardises a list in a throw-away database.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'padankan__daftar'), 'padankan', 'daftar') }}
),

final as (
    select
        {{ record_key('padankan', 'daftar', ['trim(kunci)']) }} as record_key,
        {{ clean_text('kunci') }} as kunci_asal,
        {{ content_hash([
            'kunci', 'nik', 'nama', 'tgl_lahir', 'jenis_kelamin', 'no_kk', 'kode_desa',
        ]) }} as sidik_isi,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('tgl_lahir') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tgl_lahir'), '%Y-%m-%d') }} as tanggal_lahir,
        {{ clean_text('jenis_kelamin') }} as jenis_kelamin_asal,
        ---------- family and place
        {{ clean_text('no_kk') }} as no_kk,
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
