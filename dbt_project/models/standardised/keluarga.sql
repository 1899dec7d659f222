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
    where not exists (
        select 1
        from rekaman_ditolak as t
        where
            t._delivery = k._delivery
            and t.dataset = k.dataset
            and t._file = k._file
            and t._row_number = k._row_number
    )
)

select * from final
