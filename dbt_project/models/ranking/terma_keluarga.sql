-- What each variable adds to a family's score, and the box of the model that its answer falls in.
-- Grain: one row per id_keluarga
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

tangga as (
    select * from {{ source('model', 'tangga_kesejahteraan') }}
),

final as (
    {{ family_terms('fitur_keluarga', 'koefisien', 'tangga', 'id_keluarga') }}
)

select * from final
