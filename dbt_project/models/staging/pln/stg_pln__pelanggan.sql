-- Electricity customers: holder, place, power and tariff, renamed and trimmed.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'pln__pelanggan'), 'pln', 'pelanggan') }}
),

final as (
    select
        {{ record_key('pln', 'pelanggan', ['trim("IDPEL")']) }} as record_key,
        {{ clean_text('"IDPEL"') }} as kunci_asal,
        {{ content_hash([
            '"IDPEL"', '"NAMA"', '"NIK"', '"ALAMAT"', '"KODE_DESA"', '"DAYA"', '"TARIF"',
        ]) }} as sidik_isi,
        {{ clean_text('"IDPEL"') }} as id_pelanggan_pln,
        ---------- holder
        {{ clean_text('"NIK"') }} as nik,
        {{ clean_text('"NAMA"') }} as nama,
        ---------- place
        {{ clean_text('"ALAMAT"') }} as alamat,
        {{ clean_text('"KODE_DESA"') }} as kode_desa_kemendagri,
        ---------- connection
        {{ clean_text('"DAYA"') }} as daya_terpasang_asal,
        {{ clean_text('"TARIF"') }} as tarif_listrik_asal,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
