-- Accepted households of the training survey that are in force; the welfare model learns from them.
-- Grain: one row per record_key
with rumah_tangga_susenas as (
    select
        'susenas' as penyedia,
        'rumah_tangga' as dataset,
        *
    from {{ ref('stg_susenas__rumah_tangga') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

final as (
    select r.*
    from rumah_tangga_susenas as r
    where {{ is_accepted('r') }}
)

select * from final
