-- What happened to the ids in this release: born, merged, split, retired, reinstated.
-- Grain: one row per id_keluarga, event and other id
with peristiwa_keluarga as (
    select * from {{ source('linkage', 'peristiwa_keluarga') }}
),

final as (
    select * from peristiwa_keluarga
)

select * from final
