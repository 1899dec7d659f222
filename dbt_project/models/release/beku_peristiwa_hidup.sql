-- Life events of persons since the base release, ready to be sealed.
-- Grain: one row per id_individu and peristiwa
with peristiwa_hidup as (
    select * from {{ ref('peristiwa_hidup') }}
),

final as (
    select
        id_individu,
        peristiwa,
        tanggal,
        belum_tercatat
    from peristiwa_hidup
)

select * from final
