-- True counts behind every indicator, decile and age pyramid, by region and subgroup; they never leave the house.
-- Grain: one row per tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran and kategori
{% set hitungan = counted_columns('individu') + counted_columns('keluarga') %}
{% set jumlah = hitungan | map(attribute='kolom') | list %}
{% set nilai = [] %}
{% for kolom in value_columns('individu') + value_columns('keluarga') -%}
{% do nilai.append(kolom.kolom) %}
{% endfor -%}
with hitungan_wilayah as (
    select * from {{ ref('hitungan_wilayah') }}
),

daftar_ukuran as (
    select * from {{ ref('daftar_ukuran') }}
),

terkumpul as (
    select
        tingkat_wilayah,
        coalesce(kode_wilayah, 'ID') as kode_wilayah,
        kelompok,
        nilai_kelompok,
        {{ list_of(jumlah) }} as jumlah,
        {{ list_of(family_columns()) }} as keluarga,
        {{ list_of(named('t_', nilai)) }} as total,
        {{ list_of(named('b1_', nilai)) }} as terbesar_1,
        {{ list_of(named('b2_', nilai)) }} as terbesar_2
    from hitungan_wilayah
),

sel as (
    select
        w.tingkat_wilayah,
        w.kode_wilayah,
        w.kelompok,
        w.nilai_kelompok,
        u.ukuran,
        u.kategori,
        u.satuan,
        {{ item_of('w.jumlah', 'u.tempat') }} as jumlah,
        {{ item_of('w.keluarga', 'u.tempat') }} as keluarga,
        {{ item_of('w.total', 'u.tempat_nilai') }} as total,
        {{ item_of('w.terbesar_1', 'u.tempat_nilai') }} as terbesar_1,
        {{ item_of('w.terbesar_2', 'u.tempat_nilai') }} as terbesar_2
    from terkumpul as w
    cross join daftar_ukuran as u
    where
        {{ item_of('w.jumlah', 'u.tempat_penyebut') }} > 0
        and (not u.hanya_semua or w.kelompok = 'semua')
        and (
            u.wilayah = 'semua'
            or (w.tingkat_wilayah = 'kelompok_provinsi' and w.kode_wilayah = u.wilayah)
        )
),

final as (
    select
        tingkat_wilayah,
        kode_wilayah,
        kelompok,
        nilai_kelompok,
        ukuran,
        kategori,
        satuan,
        jumlah,
        keluarga,
        total,
        terbesar_1,
        terbesar_2
    from sel
)

select * from final
