-- Scores that cut the truth of all ranked families into tenths, as the model sees that truth.
-- Grain: one row per desil
{% set tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
with letak_skor as (
    select * from {{ ref('letak_skor') }}
),

ruas_sisaan as (
    select * from {{ ref('ruas_sisaan') }}
),

kotak as (
    select
        kelompok,
        skor_bulat,
        sebaran,
        sum(bobot) as bobot
    from letak_skor
    group by kelompok, skor_bulat, sebaran
),

-- all households of a piece at its middle: there are many pieces, and they lie between one another
titik as (
    select
        cast(k.skor_bulat + k.sebaran * (r.awal + r.akhir) / 2 as decimal(12, 4)) as nilai,
        cast(sum(k.bobot * r.perseribu) as bigint) as massa
    from kotak as k
    inner join ruas_sisaan as r
        on k.kelompok = r.kelompok
    group by nilai
),

bertumpuk as (
    select
        nilai,
        sum(massa) over (order by nilai rows between unbounded preceding and current row) as sampai,
        sum(massa) over () as semua
    from titik
),

desil as (
    {% for d in tenths %}
    select cast({{ d }} as smallint) as desil
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        d.desil,
        min(b.nilai) as batas
    from bertumpuk as b
    inner join desil as d
        on b.sampai * 10 >= d.desil * b.semua
    group by d.desil
)

select * from final
