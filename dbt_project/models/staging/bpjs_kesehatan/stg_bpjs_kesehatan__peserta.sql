-- Members of the national health insurance: renamed, trimmed, dates cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'bpjs_kesehatan__peserta'), 'bpjs_kesehatan', 'peserta') }}
),

final as (
    select
        {{ record_key('bpjs_kesehatan', 'peserta', ['trim(no_peserta)']) }} as record_key,
        {{ clean_text('no_peserta') }} as kunci_asal,
        {{ content_hash([
            'no_peserta', 'nik', 'nama', 'tgl_lahir', 'segmen', 'kode_desa',
        ]) }} as sidik_isi,
        {{ clean_text('no_peserta') }} as nomor_peserta_jkn,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('tgl_lahir') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tgl_lahir'), '%Y-%m-%d') }} as tanggal_lahir,
        ---------- place
        {{ clean_text('kode_desa') }} as kode_desa_kemendagri,
        ---------- membership
        {{ clean_text('segmen') }} as segmen_jkn_asal,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
