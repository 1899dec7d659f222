-- What the welfare model reads of each crossed state.
-- Grain: one row per kunci
with keadaan_silang as (
    select * from {{ ref('keadaan_silang') }}
),

susunan_silang as (
    select * from {{ ref('susunan_silang') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

final as (
    {{ family_features('keadaan_silang', 'susunan_silang', 'rancangan', 'kunci') }}
)

select * from final
