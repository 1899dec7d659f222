-- How often each provider disagrees with what the register holds, per variable: where sources contradict
-- each other, and who stands alone (Pasal 14 ayat 2).
-- Grain: one row per variabel and penyedia
{% set variables = record_variables('individu') %}
with selisih_nilai as (
    select * from {{ ref('selisih_nilai') }}
),

individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

padan_individu as (
    select * from {{ ref('padan_individu') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

dihitung as (
    select
        {% for row in variables %}
        count(
            case
                when
                    p.urut_{{ row.blok }} is not null
                    and r.{{ row.variabel }} is not null
                    and t.{{ row.variabel }} is not null
                    then 1
            end
        ) as {{ row.variabel }},
        {% endfor %}
        r.penyedia
    from rekaman_padan as r
    inner join padan_individu as p
        on r.rekaman_id = p.rekaman_id
    inner join individu_terbarui as t
        on r.id_individu = t.id_individu
    group by r.penyedia
),

dibandingkan as (
    {% for row in variables %}
    select
        penyedia,
        '{{ row.variabel }}' as variabel,
        {{ row.variabel }} as jumlah_dibandingkan
    from dihitung
    where {{ row.variabel }} > 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

selisih as (
    select
        penyedia,
        variabel,
        count(*) as jumlah_selisih
    from selisih_nilai
    group by penyedia, variabel
),

berandil as (
    select
        d.variabel,
        d.penyedia,
        d.jumlah_dibandingkan,
        coalesce(s.jumlah_selisih, 0) as jumlah_selisih,
        {{ share('coalesce(s.jumlah_selisih, 0)', 'd.jumlah_dibandingkan') }} as andil
    from dibandingkan as d
    left join selisih as s
        on d.penyedia = s.penyedia and d.variabel = s.variabel
),

final as (
    select
        r.id_rilis,
        b.variabel,
        b.penyedia,
        b.jumlah_dibandingkan,
        b.jumlah_selisih,
        b.andil
    from berandil as b
    cross join rilis as r
)

select * from final
