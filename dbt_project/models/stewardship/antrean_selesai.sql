-- Items of the base release that are asked no more: a decision in force answers them, or the records say
-- something else now.
-- Grain: one row per id_antrean
with antrean_tinjauan as (
    select id_antrean from {{ ref('antrean_tinjauan') }}
),

dasar as (
    select * from {{ source('dasar', 'antrean') }}
),

rekaman as (
    select * from {{ source('dasar', 'antrean_rekaman') }}
),

keputusan_berlaku as (
    select * from {{ source('linkage', 'keputusan_berlaku') }}
),

alasan_antrean as (
    select * from {{ ref('alasan_antrean') }}
),

pasangan as (
    select
        l.id_antrean,
        l.record_key,
        r.record_key as record_key_lain
    from rekaman as l
    inner join rekaman as r
        on l.id_antrean = r.id_antrean
    where l.kelompok > 0 and r.kelompok > 0 and l.kelompok <> r.kelompok
),

diputuskan as (
    select distinct
        p.id_antrean,
        k.objek
    from pasangan as p
    inner join keputusan_berlaku as k
        on p.record_key = k.record_key and p.record_key_lain = k.record_key_lain
),

final as (
    select
        d.id_antrean,
        d.antrean,
        d.alasan,
        d.rilis_pertama,
        case when p.id_antrean is null then 'data' else 'keputusan' end as cara
    from dasar as d
    left join alasan_antrean as a
        on d.alasan = a.alasan
    left join diputuskan as p
        on d.id_antrean = p.id_antrean and a.objek = p.objek
    left join antrean_tinjauan as t
        on d.id_antrean = t.id_antrean
    where t.id_antrean is null
)

select * from final
