-- Families that take their items from other records than before, all of which came from another family or went to
-- one: the answers did not change, only whose they are.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_asal_keluarga') }}
with pasangan_keluarga as (
    select * from {{ ref('pasangan_keluarga') }}
),

asal_keluarga as (
    select * from {{ source('snapshot', 'asal_keluarga') }}
),

asal_dasar as (
    select * from {{ source('dasar', 'asal_keluarga') }}
),

rekaman_dipakai as (
    select
        b.id_keluarga,
        b.id_keluarga_dasar,
        a.record_key,
        1 as kini,
        0 as dulu
    from pasangan_keluarga as b
    inner join asal_keluarga as a
        on b.id_keluarga = a.id_keluarga and a.butir_terpakai like '%1%'
    union all
    select
        b.id_keluarga,
        b.id_keluarga_dasar,
        a.record_key,
        0 as kini,
        1 as dulu
    from pasangan_keluarga as b
    inner join asal_dasar as a
        on b.id_keluarga_dasar = a.id_keluarga and a.butir_terpakai like '%1%'
),

beda as (
    select
        id_keluarga,
        id_keluarga_dasar,
        record_key,
        sum(kini) - sum(dulu) as beda
    from rekaman_dipakai
    group by id_keluarga, id_keluarga_dasar, record_key
    having sum(kini) <> sum(dulu)
),

-- a record that came must have been with another family, one that went must be with another now
final as (
    select b.id_keluarga
    from beda as b
    left join asal_dasar as d
        on b.record_key = d.record_key and b.id_keluarga_dasar <> d.id_keluarga
    left join asal_keluarga as k
        on b.record_key = k.record_key and b.id_keluarga <> k.id_keluarga
    group by b.id_keluarga
    having
        min(case when b.beda > 0 then d.record_key else k.record_key end) is not null
        and count(*) = count(case when b.beda > 0 then d.record_key else k.record_key end)
)

select * from final
