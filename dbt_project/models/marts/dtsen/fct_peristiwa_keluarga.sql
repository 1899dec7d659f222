-- What happened to families since the base release: ids that are new, split, merged, retired or back,
-- members in and out, changed heads.
-- Grain: one row per event, family, other family and person
-- depends_on: {{ ref('beku_peristiwa_keluarga') }}
-- depends_on: {{ ref('beku_peristiwa_relasi') }}
-- depends_on: {{ ref('beku_dikeluarkan') }}
with peristiwa_keluarga as (
    select * from {{ source('snapshot', 'peristiwa_keluarga') }}
),

dibatasi as (
    select id_individu from {{ source('snapshot', 'dikeluarkan') }}
    where alasan = '{{ var("verdik_dibatasi") }}'
),

-- of restricted persons nothing is told
peristiwa_relasi as (
    select * from {{ source('snapshot', 'peristiwa_relasi') }}
    where
        id_individu not in (select d.id_individu from dibatasi as d)
        and coalesce(id_individu_lain, '') not in (select d.id_individu from dibatasi as d)
),

final as (
    select
        rilis,
        peristiwa,
        id_keluarga,
        id_keluarga_lain,
        cast(null as varchar) as id_individu,
        cast(null as varchar) as id_individu_lain,
        jumlah_anggota,
        sebab
    from peristiwa_keluarga
    union all
    select
        rilis,
        peristiwa,
        id_keluarga,
        id_keluarga_lain,
        id_individu,
        id_individu_lain,
        cast(1 as bigint) as jumlah_anggota,
        sebab
    from peristiwa_relasi
)

select * from final
