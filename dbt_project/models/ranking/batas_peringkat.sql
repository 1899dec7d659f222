-- Where the tenths of a population end, by score and id of the last family of each: the families of the
-- base and of the release, by the model of then and of now.
-- Grain: one row per populasi and cara
with desil_banding as (
    select * from {{ ref('desil_banding') }}
),

terakhir as (
    select
        populasi,
        cara,
        desil,
        skor,
        id_keluarga,
        row_number() over (
            partition by populasi, cara, desil order by skor desc, id_keluarga desc
        ) as dari_akhir
    from desil_banding
),

desil as (
    {% for d in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
    select {{ d }} as desil
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a tenth that nobody lies in ends where the one below it does
batas as (
    select
        t.populasi,
        t.cara,
        d.desil,
        t.skor,
        t.id_keluarga,
        row_number() over (
            partition by t.populasi, t.cara, d.desil order by t.desil desc
        ) as dari_atas
    from terakhir as t
    inner join desil as d
        on t.desil <= d.desil
    where t.dari_akhir = 1
),

final as (
    select
        {% for d in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
        max(case when desil = {{ d }} then skor end) as skor_{{ d }},
        max(case when desil = {{ d }} then id_keluarga end) as id_{{ d }},
        {% endfor %}
        populasi,
        cara
    from batas
    where dari_atas = 1
    group by populasi, cara
)

select * from final
