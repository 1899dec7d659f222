-- Every scored pair with a weight from which a steward may be asked, with the records and persons of
-- both ends; a supporting record that joined nobody has no person (Pasal 13).
-- Grain: one row per rekaman_id_l and rekaman_id_r
{% set reach = var('jendela_antrean').bawah %}
with individu as (
    select
        rekaman_id,
        record_key,
        peran
    from {{ ref('individu') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu
    from {{ ref('rekaman_padan') }}
),

edges as (
    select * from {{ source('linkage', 'edges') }}
),

ambang as (
    select * from {{ source('linkage', 'ambang') }}
),

orang as (
    select
        i.*,
        p.id_individu
    from individu as i
    left join rekaman_padan as p
        on i.record_key = p.record_key
),

final as (
    select
        e.rekaman_id_l,
        e.rekaman_id_r,
        l.record_key as record_key_l,
        r.record_key as record_key_r,
        l.id_individu as id_individu_l,
        r.id_individu as id_individu_r,
        l.peran as peran_l,
        r.peran as peran_r,
        coalesce(l.id_individu = r.id_individu, false) as satu_orang,
        e.bobot,
        cast(e.bobot - a.ambang_klaster as decimal(9, 4)) as jarak_ambang
    from edges as e
    cross join ambang as a
    inner join orang as l
        on e.rekaman_id_l = l.rekaman_id
    inner join orang as r
        on e.rekaman_id_r = r.rekaman_id
    where e.bobot >= a.ambang_klaster - {{ reach }} and (l.peran = 'utama' or r.peran = 'utama')
)

select * from final
