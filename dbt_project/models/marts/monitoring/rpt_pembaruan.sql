-- What updating did in this release, per variable, case of Pasal 14 ayat 1 and rule: replaced, filled in,
-- added, emptied, waiting for a steward.
-- Grain: one row per variabel, perubahan, penyedia and ditahan
with perubahan_individu as (
    select * from {{ ref('perubahan_individu') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

dihitung as (
    select
        variabel,
        blok,
        perubahan,
        coalesce(penyedia, '') as penyedia,
        ditahan,
        min(id_aturan) as id_aturan,
        min(cara) as cara,
        count(*) as jumlah_individu
    from perubahan_individu
    group by variabel, blok, perubahan, coalesce(penyedia, ''), ditahan
),

final as (
    select
        r.id_rilis,
        d.variabel,
        d.blok,
        d.perubahan,
        d.penyedia,
        d.ditahan,
        d.id_aturan,
        d.cara,
        d.jumlah_individu
    from dihitung as d
    cross join rilis as r
)

select * from final
