-- Family records of the data for ending extreme poverty, their words turned into the questionnaire's
-- codes; rows still unjudged.
-- Grain: one row per delivered record
with keluarga_p3ke as (
    select * from {{ ref('stg_p3ke__keluarga') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
    where penyedia = 'p3ke'
),

final as (
    select
        milik.kode as status_kepemilikan_rumah,
        lantai.kode as jenis_lantai_terluas,
        air.kode as sumber_air_minum_utama,
        lampu.kode as sumber_penerangan_utama,
        masak.kode as bahan_bakar_utama_memasak,
        case
            when {{ decile_is_possible(try_integer('k.desil_p3ke_asal')) }}
                then cast(k.desil_p3ke_asal as smallint)
        end as desil_p3ke,
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
