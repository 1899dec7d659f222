-- What each variable adds to the score of the base's families and of the crossed states, by the model of today.
-- Grain: one row per kunci
with fitur_banding as (
    select * from {{ ref('fitur_banding') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

tangga as (
    select * from {{ source('model', 'tangga_kesejahteraan') }}
),

final as (
    {{ family_terms('fitur_banding', 'koefisien', 'tangga', 'kunci') }}
)

select * from final
