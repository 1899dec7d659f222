-- Values of persons that are otherwise than in the base release, without the values.
-- Grain: one row per id_individu and variabel
with perubahan_individu as (
    select * from {{ ref('perubahan_individu') }}
),

final as (
    select
        id_individu,
        variabel,
        perubahan,
        id_aturan,
        ditahan
    from perubahan_individu
)

select * from final
