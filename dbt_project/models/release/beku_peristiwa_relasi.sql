-- Members in and out of families and changed heads in this release, ready to be sealed.
-- Grain: one row per event, id_keluarga and id_individu
with peristiwa_relasi as (
    select * from {{ source('linkage', 'peristiwa_relasi') }}
),

final as (
    select * from peristiwa_relasi
)

select * from final
