-- Life events of persons since the base release; of restricted persons nothing is told.
-- Grain: one row per id_individu and peristiwa
-- depends_on: {{ ref('beku_peristiwa_hidup') }}
-- depends_on: {{ ref('beku_dikeluarkan') }}
with peristiwa_hidup as (
    select * from {{ source('snapshot', 'peristiwa_hidup') }}
),

dibatasi as (
    select id_individu from {{ source('snapshot', 'dikeluarkan') }}
    where alasan = '{{ var("verdik_dibatasi") }}'
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
    where p.id_individu not in (select d.id_individu from dibatasi as d)
)

select * from final
