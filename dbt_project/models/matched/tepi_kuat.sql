-- Pairs of main records at or above the cluster threshold, with the persons of both and whether the pair
-- is a bridge inside one (Pasal 13).
-- Grain: one row per rekaman_id_l and rekaman_id_r
with rekaman_padan as (
    select
        rekaman_id,
        id_individu,
        count(*) over (partition by id_individu) as jumlah_rekaman
    from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

edges as (
    select * from {{ source('linkage', 'edges') }}
),

ambang as (
    select * from {{ source('linkage', 'ambang') }}
),

kuat as (
    select
        e.rekaman_id_l,
        e.rekaman_id_r,
        l.id_individu as id_individu_l,
        r.id_individu as id_individu_r,
        l.jumlah_rekaman,
        e.bobot,
        e.kunci_blok
    from edges as e
    cross join ambang as a
    inner join rekaman_padan as l
        on e.rekaman_id_l = l.rekaman_id
    inner join rekaman_padan as r
        on e.rekaman_id_r = r.rekaman_id
    where e.bobot >= a.ambang_klaster
),

dua_arah as (
    {% for near, far in [('l', 'r'), ('r', 'l')] %}
    select
        rekaman_id_{{ near }} as rekaman_id,
        rekaman_id_{{ far }} as rekaman_id_lain
    from kuat
    where id_individu_l = id_individu_r
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- a third record of the person that both ends know
bersegitiga as (
    select distinct
        k.rekaman_id_l,
        k.rekaman_id_r
    from kuat as k
    inner join dua_arah as l
        on k.rekaman_id_l = l.rekaman_id
    inner join dua_arah as r
        on k.rekaman_id_r = r.rekaman_id and l.rekaman_id_lain = r.rekaman_id_lain
),

final as (
    select
        k.rekaman_id_l,
        k.rekaman_id_r,
        k.id_individu_l,
        k.id_individu_r,
        k.bobot,
        k.kunci_blok,
        k.id_individu_l = k.id_individu_r and k.jumlah_rekaman > 2 and s.rekaman_id_l is null
            as jembatan
    from kuat as k
    left join bersegitiga as s
        on k.rekaman_id_l = s.rekaman_id_l and k.rekaman_id_r = s.rekaman_id_r
)

select * from final
