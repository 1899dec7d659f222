-- Scores by the model of the base release; empty when it is the model of today, or cannot be read.
-- Grain: one row per kunci
with terma_lama as (
    select * from {{ ref('terma_lama') }}
),

rancangan as (
    select * from {{ source('model_dasar', 'rancangan_kesejahteraan') }}
),

koefisien as (
    select * from {{ source('model_dasar', 'koefisien_kesejahteraan') }}
),

pasangan as (
    select * from {{ source('model_dasar', 'pasangan_kesejahteraan') }}
),

final as (
    {{ family_scores('terma_lama', 'rancangan', 'koefisien', 'pasangan', 'kunci') }}
)

select * from final
