-- Row rules on family records in a provider's own words: items whose value the code list does not
-- know, named together in one finding.
-- Grain: one row per record and reason code
{% set items = {
    'status_kepemilikan_rumah': 'status_kepemilikan_rumah',
    'jenis_lantai_terluas': 'jenis_lantai',
    'sumber_air_minum_utama': 'sumber_air_minum',
    'sumber_penerangan_utama': 'sumber_penerangan',
    'bahan_bakar_utama_memasak': 'bahan_bakar_memasak',
} %}
with keluarga_p3ke as (
    select
        'p3ke' as penyedia,
        'keluarga' as dataset,
        *
    from {{ ref('stg_p3ke__keluarga') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

diperiksa as (
    select
        k.*,
        {% for item in items %}
        case
            when k.{{ item }}_asal is not null and p_{{ item }}.kode is null
                then '{{ item }} '
            else ''
        end
        || {% endfor %}'' as butir_asing,
        k.desil_p3ke_asal is not null
        and not {{ decile_is_possible(try_integer('k.desil_p3ke_asal')) }} as desil_asing
    from keluarga_p3ke as k
    {% for item, daftar in items.items() %}
    left join padanan_kode as p_{{ item }}
        on
            k.penyedia = p_{{ item }}.penyedia
            and p_{{ item }}.daftar = '{{ daftar }}'
            and k.{{ item }}_asal = p_{{ item }}.kode_asal
    {% endfor %}
),

final as (
    select
        penyedia,
        dataset,
        _delivery,
        _file,
        _row_number,
        'BUTIR_KODE' as kode_alasan,
        trim(butir_asing) as kolom
    from diperiksa
    where butir_asing <> ''
    union all
    {{ finding('DESIL_SALAH', 'desil_p3ke', 'diperiksa', 'desil_asing') }}
    union all
    {{ finding(
        'NO_KK_BENTUK', 'no_kk', 'diperiksa',
        'no_kk is not null and not ' ~ no_kk_is_well_formed('no_kk')
    ) }}
)

select * from final
