-- Life events of persons since the base release.
-- Grain: one row per id_individu and peristiwa
-- depends_on: {{ ref('beku_peristiwa_hidup') }}
with peristiwa_hidup as (
    select * from {{ source('snapshot', 'peristiwa_hidup') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

final as (
    select
        r.id_rilis as rilis,
        p.id_individu,
        p.peristiwa,
        p.tanggal,
        p.belum_tercatat
    from peristiwa_hidup as p
    cross join rilis as r
)

select * from final
