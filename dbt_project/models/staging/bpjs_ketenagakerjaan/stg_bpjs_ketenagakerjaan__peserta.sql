-- Members of the employment insurance: renamed, trimmed, dates cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(
        source('raw', 'bpjs_ketenagakerjaan__peserta'), 'bpjs_ketenagakerjaan', 'peserta'
    ) }}
),

final as (
    select
        {{ record_key('bpjs_ketenagakerjaan', 'peserta', ['trim(nomor_kpj)']) }} as record_key,
        {{ clean_text('nomor_kpj') }} as kunci_asal,
        {{ content_hash([
            'nomor_kpj', 'nik', 'nama', 'tgl_lahir', 'jenis_kelamin', 'segmen', 'program',
            'kode_desa',
        ]) }} as sidik_isi,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('tgl_lahir') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tgl_lahir'), '%Y-%m-%d') }} as tanggal_lahir,
        {{ clean_text('jenis_kelamin') }} as jenis_kelamin_asal,
        ---------- place
        {{ clean_text('kode_desa') }} as kode_desa_kemendagri,
        ---------- membership
        {{ clean_text('nomor_kpj') }} as nomor_peserta_ketenagakerjaan,
        {{ clean_text('segmen') }} as segmen_ketenagakerjaan_asal,
        {{ clean_text('program') }} as program_ketenagakerjaan,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
