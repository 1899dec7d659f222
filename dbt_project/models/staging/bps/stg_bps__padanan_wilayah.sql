-- Crosswalk of region codes as delivered by BPS: renamed, trimmed, dates cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'bps__padanan_wilayah'), 'bps', 'padanan_wilayah') }}
),

final as (
    select
        {{ record_key(
            'bps', 'padanan_wilayah', ['trim(kode_bps)', 'trim(kode_kemendagri)', 'trim(berlaku_dari)']
        ) }} as record_key,
        {{ clean_text('kode_bps') }} || '|' || {{ clean_text('kode_kemendagri') }} || '|'
        || {{ clean_text('berlaku_dari') }} as kunci_asal,
        {{ content_hash([
            'kode_bps', 'kode_kemendagri', 'tingkat', 'berlaku_dari', 'berlaku_sampai', 'catatan',
        ]) }} as sidik_isi,
        {{ clean_text('kode_bps') }} as kode_bps,
        {{ clean_text('kode_kemendagri') }} as kode_kemendagri,
        {{ clean_text('tingkat') }} as tingkat,
        {{ parse_date(clean_text('berlaku_dari'), '%Y-%m-%d') }} as berlaku_dari,
        {{ clean_text('berlaku_sampai') }} as hari_terakhir_asal,
        {{ parse_date(clean_text('berlaku_sampai'), '%Y-%m-%d') }} as hari_terakhir,
        {{ clean_text('catatan') }} as catatan,
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
