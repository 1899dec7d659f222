-- The strongest pair of every person record: within its person when it is padan, else the one that
-- leads outside; and the rule that bars a record from another, if one does.
-- Grain: one row per record_key
with individu as (
    select
        record_key,
        rekaman_id,
        peran
    from {{ ref('individu') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu,
        hasil_padan
    from {{ ref('rekaman_padan') }}
),

edges as (
    select * from {{ source('linkage', 'edges') }}
),

larangan as (
    select * from {{ source('linkage', 'larangan') }}
),

orang as (
    select
        i.record_key,
        i.rekaman_id,
        i.peran,
        p.id_individu,
        coalesce(p.hasil_padan = 'padan', false) as padan
    from individu as i
    left join rekaman_padan as p
        on i.record_key = p.record_key
),

{% for name, columns in {'edges': ['bobot', 'kunci_blok'], 'larangan': ['aturan']}.items() %}
{{ name }}_dua_arah as (
    {% for near, far in [('l', 'r'), ('r', 'l')] %}
    select
        {% for column in columns %}
        {{ column }},
        {% endfor %}
        rekaman_id_{{ near }} as rekaman_id,
        rekaman_id_{{ far }} as rekaman_id_lain
    from {{ name }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

{% endfor %}
-- only main records make persons: a supporting one is nobody's reason to stand alone
terurut as (
    select
        e.rekaman_id,
        b.id_individu as id_individu_lain,
        e.bobot,
        e.kunci_blok,
        row_number() over (
            partition by e.rekaman_id order by e.bobot desc, e.rekaman_id_lain asc
        ) as urutan
    from edges_dua_arah as e
    inner join orang as a
        on e.rekaman_id = a.rekaman_id
    inner join orang as b
        on e.rekaman_id_lain = b.rekaman_id
    where
        case when a.padan then a.id_individu = b.id_individu else b.peran = 'utama' end
),

terkuat as (
    select * from terurut
    where urutan = 1
),

dilarang as (
    select
        g.rekaman_id,
        min(case when b.id_individu = t.id_individu_lain then g.aturan end) as aturan_terkuat,
        min(g.aturan) as aturan
    from larangan_dua_arah as g
    inner join orang as b
        on g.rekaman_id_lain = b.rekaman_id and b.peran = 'utama'
    left join terkuat as t
        on g.rekaman_id = t.rekaman_id
    group by g.rekaman_id
),

final as (
    select
        o.record_key,
        t.bobot,
        t.kunci_blok,
        coalesce(d.aturan_terkuat, d.aturan) as aturan,
        d.aturan_terkuat is not null as terkuat_dilarang
    from orang as o
    left join terkuat as t
        on o.rekaman_id = t.rekaman_id
    left join dilarang as d
        on o.rekaman_id = d.rekaman_id
)

select * from final
