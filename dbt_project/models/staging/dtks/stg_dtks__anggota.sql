-- Members of families in the integrated social-welfare data: renamed, trimmed, dates cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'dtks__anggota'), 'dtks', 'anggota') }}
),

final as (
    select
        {{ record_key('dtks', 'anggota', ['trim("ID_ART")']) }} as record_key,
        {{ clean_text('"ID_ART"') }} as kunci_asal,
        {{ content_hash([
            '"ID_DTKS"', '"ID_ART"', '"NIK"', '"NO_KK"', '"NAMA"', '"TEMPAT_LAHIR"', '"TANGGAL_LAHIR"',
            '"JENIS_KELAMIN"', '"HUB_KELUARGA"', '"ALAMAT"', '"RT"', '"RW"', '"KODE_DESA"', '"PKH"',
            '"BPNT"', '"PBI"',
        ]) }} as sidik_isi,
        'dtks|' || {{ clean_text('"ID_DTKS"') }} as kunci_keluarga,
        ---------- identity
        {{ clean_text('"NIK"') }} as nik,
        {{ clean_text('"NO_KK"') }} as no_kk,
        {{ clean_text('"NAMA"') }} as nama,
        {{ clean_text('"TEMPAT_LAHIR"') }} as tempat_lahir,
        {{ clean_text('"TANGGAL_LAHIR"') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('"TANGGAL_LAHIR"'), '%d/%m/%Y') }} as tanggal_lahir,
        {{ clean_text('"JENIS_KELAMIN"') }} as jenis_kelamin_asal,
        {{ clean_text('"HUB_KELUARGA"') }} as status_hubungan_keluarga_asal,
        ---------- address
        {{ clean_text('"ALAMAT"') }} as alamat,
        {{ clean_text('"RT"') }} as rt,
        {{ clean_text('"RW"') }} as rw,
        {{ clean_text('"KODE_DESA"') }} as kode_desa_kemendagri,
        ---------- programmes
        {{ clean_text('"PKH"') }} as penerima_pkh_asal,
        {{ clean_text('"BPNT"') }} as penerima_bpnt_asal,
        {{ clean_text('"PBI"') }} as pbi_nas_asal,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
