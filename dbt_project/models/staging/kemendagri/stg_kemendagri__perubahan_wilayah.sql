-- Codes that a region gave up for another one, with the day the change took effect.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(
        source('raw', 'kemendagri__perubahan_wilayah'), 'kemendagri', 'perubahan_wilayah'
    ) }}
),

final as (
    select
        {{ record_key('kemendagri', 'perubahan_wilayah', ['trim(kode_lama)', 'trim(kode_baru)']) }}
            as record_key,
        {{ clean_text('kode_lama') }} || '|' || {{ clean_text('kode_baru') }} as kunci_asal,
        {{ content_hash([
            'kode_lama', 'kode_baru', 'nama_baru', 'tingkat', 'kode_induk_baru', 'berlaku_dari',
        ]) }} as sidik_isi,
        {{ clean_text('kode_lama') }} as kode_lama_kemendagri,
        {{ clean_text('kode_baru') }} as kode_baru_kemendagri,
        {{ clean_text('nama_baru') }} as nama_baru,
        {{ clean_text('tingkat') }} as tingkat,
        {{ clean_text('kode_induk_baru') }} as kode_induk_baru_kemendagri,
        {{ parse_date(clean_text('berlaku_dari'), '%Y-%m-%d') }} as berlaku_dari,
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
