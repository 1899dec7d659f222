-- Accepted family records that are in force: housing and assets in standard codes.
-- Grain: one row per record_key
with keluarga_regsosek as (
    select
        'regsosek' as penyedia,
        'keluarga' as dataset,
        *
    from {{ ref('stg_regsosek__keluarga') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

final as (
    select k.*
    from keluarga_regsosek as k
    where {{ is_accepted('k') }}
)

select * from final
