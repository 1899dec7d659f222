-- Families at risk of extreme poverty: place, own decile and housing, renamed and trimmed.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'p3ke__keluarga'), 'p3ke', 'keluarga') }}
),

final as (
    select
        {{ record_key('p3ke', 'keluarga', ['trim(id_keluarga_p3ke)']) }} as record_key,
        {{ clean_text('id_keluarga_p3ke') }} as kunci_asal,
        {{ content_hash([
            'id_keluarga_p3ke', 'no_kk', 'nama_kepala', 'alamat', 'rt', 'rw', 'kode_desa',
            'jumlah_anggota', 'desil_p3ke', 'kepemilikan_rumah', 'jenis_lantai',
            'sumber_air_minum', 'sumber_penerangan', 'bahan_bakar_memasak',
        ]) }} as sidik_isi,
        'p3ke|' || {{ clean_text('id_keluarga_p3ke') }} as kunci_keluarga,
        {{ clean_text('no_kk') }} as no_kk,
        {{ clean_text('nama_kepala') }} as nama_kepala,
        {{ try_integer(clean_text('jumlah_anggota')) }} as jumlah_anggota_menurut_penyedia,
        ---------- place
        {{ clean_text('alamat') }} as alamat,
        {{ clean_text('rt') }} as rt,
        {{ clean_text('rw') }} as rw,
        {{ clean_text('kode_desa') }} as kode_desa_kemendagri,
        ---------- rank of the provider's own
        {{ clean_text('desil_p3ke') }} as desil_p3ke_asal,
        ---------- housing, in the provider's words
        {{ clean_text('kepemilikan_rumah') }} as status_kepemilikan_rumah_asal,
        {{ clean_text('jenis_lantai') }} as jenis_lantai_terluas_asal,
        {{ clean_text('sumber_air_minum') }} as sumber_air_minum_utama_asal,
        {{ clean_text('sumber_penerangan') }} as sumber_penerangan_utama_asal,
        {{ clean_text('bahan_bakar_memasak') }} as bahan_bakar_utama_memasak_asal,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
