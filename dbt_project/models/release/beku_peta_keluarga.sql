-- The id map as of this release; the next release continues from it.
-- Grain: one row per id_individu
with peta_keluarga as (
    select * from {{ source('linkage', 'peta_keluarga') }}
),

final as (
    select
        id_individu,
        id_keluarga,
        aktif
    from peta_keluarga
)

select * from final
