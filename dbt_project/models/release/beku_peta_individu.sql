-- The id map as of this release; the next release continues from it.
-- Grain: one row per record_key
with peta_individu as (
    select * from {{ source('linkage', 'peta_individu') }}
),

final as (
    select
        record_key,
        rekaman_id,
        id_individu,
        aktif
    from peta_individu
)

select * from final
