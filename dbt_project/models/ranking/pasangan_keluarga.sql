-- Each family of the release, and the one of the base release that it is compared with.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_keluarga') }}
-- depends_on: {{ ref('beku_peristiwa_keluarga') }}
with keluarga as (
    select id_keluarga from {{ source('snapshot', 'keluarga') }}
),

keluarga_dasar as (
    select id_keluarga from {{ source('dasar', 'keluarga') }}
),

peristiwa_keluarga as (
    select * from {{ source('snapshot', 'peristiwa_keluarga') }}
),

-- several families of the base may have given their members: then none is the one before
pisah as (
    select
        id_keluarga,
        case when count(distinct id_keluarga_lain) = 1 then min(id_keluarga_lain) end
            as id_keluarga_asal
    from peristiwa_keluarga
    where peristiwa = 'pisah'
    group by id_keluarga
),

gabung as (
    select distinct id_keluarga_lain as id_keluarga
    from peristiwa_keluarga
    where peristiwa = 'gabung'
),

final as (
    select
        k.id_keluarga,
        coalesce(d.id_keluarga, a.id_keluarga) as id_keluarga_dasar,
        case
            when d.id_keluarga is not null and g.id_keluarga is not null then 'gabung'
            when d.id_keluarga is not null then 'tetap'
            when p.id_keluarga is not null then 'pisah'
            else 'baru'
        end as hubungan
    from keluarga as k
    left join keluarga_dasar as d
        on k.id_keluarga = d.id_keluarga
    left join pisah as p
        on k.id_keluarga = p.id_keluarga
    left join keluarga_dasar as a
        on p.id_keluarga_asal = a.id_keluarga
    left join gabung as g
        on k.id_keluarga = g.id_keluarga
)

select * from final
