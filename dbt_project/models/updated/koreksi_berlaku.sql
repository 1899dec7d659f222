-- The corrections that apply, one per variable; a corrected desa brings its higher regions along.
-- Grain: one row per objek, id and variabel
with diterapkan as (
    select * from {{ ref('koreksi_dinilai') }}
    where status = 'diterapkan'
),

desa as (
    select * from diterapkan
    where objek = 'individu' and variabel = 'kode_desa_kemendagri'
),

berjenjang as (
    {% for tier in ['kecamatan', 'kabupaten_kota', 'provinsi'] %}
    select
        id_koreksi,
        objek,
        id,
        'kode_{{ tier }}_kemendagri' as variabel,
        {{ kemendagri_prefix('nilai', tier) }} as nilai,
        tanggal,
        berbukti,
        id_aturan
    from desa
    union all
    {% endfor %}
    select
        id_koreksi,
        objek,
        id,
        variabel,
        nilai,
        tanggal,
        berbukti,
        id_aturan
    from diterapkan
    where
        objek <> 'individu'
        or not variabel in (
            'kode_kecamatan_kemendagri', 'kode_kabupaten_kota_kemendagri',
            'kode_provinsi_kemendagri'
        )
),

final as (
    select * from berjenjang
)

select * from final
