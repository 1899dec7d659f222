-- Suspect clusters: persons who may be one human or share a NIK, and persons whose records contradict
-- each other or hang together by a thin bridge (Pasal 13).
-- Grain: one row per id_antrean
with pasangan_beda_orang as (
    select * from {{ ref('pasangan_beda_orang') }}
),

pasangan_satu_orang as (
    select * from {{ ref('pasangan_satu_orang') }}
),

ambang as (
    select * from {{ source('linkage', 'ambang') }}
),

gabungan as (
    select
        id_individu,
        id_individu_lain,
        record_key,
        record_key_lain,
        alasan,
        aturan,
        null as bobot,
        null as jarak_ambang
    from pasangan_beda_orang
    union all
    select
        p.id_individu,
        p.id_individu as id_individu_lain,
        p.record_key,
        p.record_key_lain,
        p.alasan,
        null as aturan,
        p.bobot,
        p.bobot - a.ambang_klaster as jarak_ambang
    from pasangan_satu_orang as p
    cross join ambang as a
),

final as (
    select
        {{ queue_columns(
            'klaster',
            record_key='record_key',
            record_key_lain='record_key_lain',
            id_individu='id_individu',
            id_individu_lain='id_individu_lain',
            bobot='bobot',
            jarak_ambang='jarak_ambang',
            aturan='aturan'
        ) }}
    from gabungan
)

select * from final
