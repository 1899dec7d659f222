-- Which answers of a family moved its decile, what they were and what they are.
-- Grain: one row per id_keluarga and variabel
with alasan_desil as (
    select * from {{ ref('alasan_desil') }}
),

final as (
    select
        id_keluarga,
        variabel,
        jumlah_variabel,
        nilai_dasar,
        nilai,
        beda_skor,
        bagian_per_720
    from alasan_desil
)

select * from final
