-- Pupils of the education register: renamed, trimmed, dates cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'dapodik__peserta_didik'), 'dapodik', 'peserta_didik') }}
),

final as (
    select
        {{ record_key('dapodik', 'peserta_didik', ['trim(nisn)']) }} as record_key,
        {{ clean_text('nisn') }} as kunci_asal,
        {{ content_hash([
            'nisn', 'nik', 'nama', 'tempat_lahir', 'tanggal_lahir', 'jenis_kelamin', 'jenjang',
            'tingkat', 'npsn', 'penerima_pip', 'kode_desa',
        ]) }} as sidik_isi,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('tempat_lahir') }} as tempat_lahir,
        {{ clean_text('tanggal_lahir') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tanggal_lahir'), '%Y-%m-%d') }} as tanggal_lahir,
        {{ clean_text('jenis_kelamin') }} as jenis_kelamin_asal,
        ---------- place
        {{ clean_text('kode_desa') }} as kode_desa_kemendagri,
        ---------- school
        {{ clean_text('nisn') }} as nisn,
        {{ clean_text('jenjang') }} as jenjang_sekolah_dapodik_asal,
        {{ clean_text('tingkat') }} as tingkat,
        {{ clean_text('npsn') }} as npsn,
        {{ clean_text('penerima_pip') }} as penerima_pip_asal,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
