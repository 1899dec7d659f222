-- How sure a rank is: an interval of 90 % for what the family spends, and the probability that its
-- truth lies in each decile.
-- Grain: one row per id_keluarga
{% set tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
with letak_skor as (
    select * from {{ ref('letak_skor') }}
),

ruas_sisaan as (
    select * from {{ ref('ruas_sisaan') }}
),

batas_desil as (
    select * from {{ ref('batas_desil') }}
),

sisaan_kesejahteraan as (
    select * from {{ source('model', 'sisaan_kesejahteraan') }}
),

selang as (
    select
        kelompok,
        max(case when peluang = 0.05 then sisaan end) as bawah,
        max(case when peluang = 0.95 then sisaan end) as atas
    from sisaan_kesejahteraan
    group by kelompok
),

kotak as (
    select distinct
        kelompok,
        skor_bulat,
        sebaran
    from letak_skor
),

-- of each piece the part that lies up to the border
sampai_batas as (
    select
        k.kelompok,
        k.skor_bulat,
        k.sebaran,
        b.desil,
        sum(
            r.perseribu
            * case
                when b.batas >= k.skor_bulat + k.sebaran * r.akhir then 1
                when b.batas <= k.skor_bulat + k.sebaran * r.awal then 0
                else cast(
                    (b.batas - k.skor_bulat - k.sebaran * r.awal)
                    / (k.sebaran * (r.akhir - r.awal))
                    as decimal(9, 6)
                )
            end
        ) / 1000 as peluang
    from kotak as k
    cross join batas_desil as b
    inner join ruas_sisaan as r
        on k.kelompok = r.kelompok
    group by k.kelompok, k.skor_bulat, k.sebaran, b.desil
),

berjajar as (
    select
        {% for d in tenths %}
        cast(max(case when desil = {{ d }} then peluang end) as decimal(5, 4)) as sampai_{{ d }},
        {% endfor %}
        kelompok,
        skor_bulat,
        sebaran
    from sampai_batas
    group by kelompok, skor_bulat, sebaran
),

final as (
    select
        l.id_keluarga,
        cast(round(exp(l.skor_bulat + l.sebaran * s.bawah)) as bigint) as pengeluaran_terendah,
        cast(round(exp(l.skor_bulat + l.sebaran * s.atas)) as bigint) as pengeluaran_tertinggi,
        {% for d in tenths %}
        {% set lalu = ' - j.sampai_' ~ (d - 1) if d > 1 else '' %}
        cast(j.sampai_{{ d }}{{ lalu }} as decimal(5, 4)) as peluang_desil_{{ d }},
        {% endfor %}
        cast(1 - j.sampai_9 as decimal(5, 4))
            as peluang_desil_10
    from letak_skor as l
    inner join berjajar as j
        on
            l.kelompok = j.kelompok
            and l.skor_bulat = j.skor_bulat
            and l.sebaran = j.sebaran
    inner join selang as s
        on l.kelompok = s.kelompok
)

select * from final
