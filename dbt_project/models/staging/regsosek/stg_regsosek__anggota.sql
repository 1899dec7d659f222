-- Members of families of the social-economic registration: items of block IV renamed and trimmed.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'regsosek__anggota'), 'regsosek', 'anggota') }}
),

final as (
    select
        {{ record_key('regsosek', 'anggota', ['trim(idkel)', 'trim(r401)']) }} as record_key,
        {{ clean_text('idkel') }} || '|' || {{ clean_text('r401') }} as kunci_asal,
        {{ content_hash([
            'idkel', 'r401', 'r402', 'r403', 'r404', 'r405', 'r406', 'r407', 'r408', 'r409', 'r412',
            'r415', 'r416a', 'r417', 'r418',
        ]) }} as sidik_isi,
        'regsosek|' || {{ clean_text('idkel') }} as kunci_keluarga,
        ---------- identity
        {{ clean_text('r403') }} as nik,
        {{ clean_text('r402') }} as nama,
        {{ clean_text('r406') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('r406'), '%d/%m/%Y') }} as tanggal_lahir,
        {{ clean_text('r405') }} as jenis_kelamin_asal,
        {{ clean_text('r408') }} as status_kawin_asal,
        {{ clean_text('r409') }} as status_hubungan_keluarga_asal,
        {{ clean_text('r404') }} as keberadaan,
        ---------- education and work
        {{ clean_text('r412') }} as partisipasi_sekolah,
        {{ clean_text('r415') }} as ijazah_tertinggi_yang_dimiliki,
        {{ clean_text('r416a') }} as status_bekerja,
        {{ clean_text('r417') }} as lapangan_usaha_dari_pekerjaan_utama,
        {{ clean_text('r418') }} as status_dalam_pekerjaan_utama,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
