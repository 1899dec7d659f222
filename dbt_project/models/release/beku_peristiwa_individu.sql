-- What happened to the ids in this release: born, merged, split, retired, reinstated.
-- Grain: one row per id_individu, event and other id
with peristiwa_individu as (
    select * from {{ source('linkage', 'peristiwa_individu') }}
),

final as (
    select * from peristiwa_individu
)

select * from final
