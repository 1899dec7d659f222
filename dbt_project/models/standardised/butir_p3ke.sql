-- Family records of the data for ending extreme poverty that are in force, their words turned into the
-- questionnaire's codes; items the provider does not have are empty.
-- Grain: one row per record_key, _delivery, _file and _row_number
with keluarga_p3ke as (
    select * from {{ ref('stg_p3ke__keluarga') }}
    where _efektif
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
    where penyedia = 'p3ke'
),

final as (
    select
        'p3ke' as penyedia,
        'keluarga' as dataset,
        milik.kode as status_kepemilikan_rumah,
        lantai.kode as jenis_lantai_terluas,
        air.kode as sumber_air_minum_utama,
        lampu.kode as sumber_penerangan_utama,
        masak.kode as bahan_bakar_utama_memasak,
        case
            when {{ decile_is_possible(try_integer('k.desil_p3ke_asal')) }}
                then cast(k.desil_p3ke_asal as smallint)
        end as desil_p3ke,
        -- >>> kamus blanks keluarga -alamat -status_kepemilikan_rumah -jenis_lantai_terluas -sumber_air_minum_utama -sumber_penerangan_utama -bahan_bakar_utama_memasak -desil_p3ke
        cast(null as integer) as luas_lantai,
        cast(null as varchar) as jenis_dinding_terluas,
        cast(null as varchar) as jenis_atap_terluas,
        cast(null as varchar) as daya_terpasang,
        cast(null as varchar) as fasilitas_bab,
        cast(null as varchar) as jenis_kloset,
        cast(null as varchar) as pembuangan_akhir_tinja,
        cast(null as varchar) as aset_bergerak_lemari_es,
        cast(null as varchar) as aset_bergerak_ac,
        cast(null as varchar) as aset_bergerak_tv_datar,
        cast(null as varchar) as aset_bergerak_emas_perhiasan,
        cast(null as varchar) as aset_bergerak_komputer_laptop_tablet,
        cast(null as varchar) as aset_bergerak_sepeda_motor,
        cast(null as varchar) as aset_bergerak_mobil,
        cast(null as varchar) as aset_bergerak_smartphone,
        cast(null as varchar) as aset_tidak_bergerak_lahan_lainnya,
        cast(null as varchar) as aset_tidak_bergerak_rumah_lainnya,
        cast(null as integer) as jumlah_ternak_sapi,
        cast(null as integer) as jumlah_ternak_kambing_domba,
        cast(null as varchar) as id_pelanggan_pln,
        cast(null as varchar) as tarif_listrik,
        -- <<< kamus
        k.*
    from keluarga_p3ke as k
    {% for alias, daftar, column in [
        ('milik', 'status_kepemilikan_rumah', 'status_kepemilikan_rumah_asal'),
        ('lantai', 'jenis_lantai', 'jenis_lantai_terluas_asal'),
        ('air', 'sumber_air_minum', 'sumber_air_minum_utama_asal'),
        ('lampu', 'sumber_penerangan', 'sumber_penerangan_utama_asal'),
        ('masak', 'bahan_bakar_memasak', 'bahan_bakar_utama_memasak_asal'),
    ] %}
    left join padanan_kode as {{ alias }}
        on {{ alias }}.daftar = '{{ daftar }}' and k.{{ column }} = {{ alias }}.kode_asal
    {% endfor %}
)

select * from final
