-- Members of families at risk of extreme poverty: renamed, trimmed, dates and ages cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'p3ke__individu'), 'p3ke', 'individu') }}
),

final as (
    select
        {{ record_key('p3ke', 'individu', ['trim(id_individu_p3ke)']) }} as record_key,
        {{ clean_text('id_individu_p3ke') }} as kunci_asal,
        {{ content_hash([
            'id_individu_p3ke', 'id_keluarga_p3ke', 'nik', 'nama', 'jenis_kelamin',
            'tanggal_lahir', 'umur', 'hubungan', 'status_kawin',
        ]) }} as sidik_isi,
        'p3ke|' || {{ clean_text('id_keluarga_p3ke') }} as kunci_keluarga,
        ---------- identity
        {{ clean_text('nik') }} as nik,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('tanggal_lahir') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('tanggal_lahir'), '%Y%m%d') }} as tanggal_lahir,
        {{ clean_text('umur') }} as umur_asal,
        {{ try_integer(clean_text('umur')) }} as umur,
        {{ clean_text('jenis_kelamin') }} as jenis_kelamin_asal,
        {{ clean_text('status_kawin') }} as status_kawin_asal,
        {{ clean_text('hubungan') }} as status_hubungan_keluarga_asal,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
