-- What the welfare model of today reads of each family of the base release.
-- Grain: one row per id_keluarga
with keluarga as (
    select * from {{ source('dasar', 'keluarga') }}
),

susunan_dasar as (
    select * from {{ ref('susunan_dasar') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

final as (
    {{ family_features('keluarga', 'susunan_dasar', 'rancangan', 'id_keluarga') }}
)

select * from final
