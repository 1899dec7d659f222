-- Scores of the base's families and of the crossed states by the model of today.
-- Grain: one row per kunci
with terma_banding as (
    select * from {{ ref('terma_banding') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

pasangan as (
    select * from {{ source('model', 'pasangan_kesejahteraan') }}
),

final as (
    {{ family_scores('terma_banding', 'rancangan', 'koefisien', 'pasangan', 'kunci') }}
)

select * from final
