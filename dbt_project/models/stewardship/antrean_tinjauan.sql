-- The queue of the stewards: every open question with its priority and its place, the most telling first
-- (Pasal 13).
-- Grain: one row per id_antrean
with antrean_calon as (
    select * from {{ ref('antrean_calon') }}
),

antrean_dampak as (
    select * from {{ ref('antrean_dampak') }}
),

alasan_antrean as (
    select * from {{ ref('alasan_antrean') }}
),

bobot_prioritas as (
    select * from {{ ref('bobot_prioritas') }}
),

dasar as (
    select * from {{ source('dasar', 'antrean') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

poin as (
    {{ queue_points('bobot_prioritas') }}
),

dampak as (
    select
        id_antrean,
        sum(jumlah_rekaman) as jumlah_rekaman,
        count(distinct id_keluarga) as jumlah_keluarga,
        max(case when layak_bantuan then 1 else 0 end) = 1 as layak_bantuan,
        max(case when layak_bantuan then 1 else 0 end)
        > min(case when layak_bantuan then 1 else 0 end) as layak_berbeda
    from antrean_dampak
    group by id_antrean
),

-- a supporting record belongs to no family, whichever person it joins
terdampak as (
    select
        c.*,
        cast(d.jumlah_rekaman as integer) as jumlah_rekaman,
        cast(
            case when c.alasan = 'PESAING_PENDUKUNG' then 0 else d.jumlah_keluarga end as smallint
        ) as keluarga_berubah,
        d.layak_bantuan,
        d.layak_berbeda
    from antrean_calon as c
    inner join dampak as d
        on c.id_antrean = d.id_antrean
),

berprioritas as (
    select
        t.*,
        {{ queue_priority(
            'p', 't.layak_bantuan', 't.layak_berbeda', 't.keluarga_berubah', 't.jumlah_rekaman',
            'coalesce(a.jarak_anggapan, t.jarak_ambang)'
        ) }} as prioritas
    from terdampak as t
    cross join poin as p
    inner join alasan_antrean as a
        on t.alasan = a.alasan
),

final as (
    select
        b.id_antrean,
        b.antrean,
        b.objek,
        b.alasan,
        b.prioritas,
        row_number() over (order by b.prioritas desc, b.id_antrean asc) as urutan,
        b.satu_orang,
        b.id_individu,
        b.id_individu_lain,
        b.id_keluarga,
        b.bobot,
        b.bobot_pembanding,
        b.jarak_ambang,
        b.aturan,
        b.jumlah_rekaman,
        b.keluarga_berubah,
        b.layak_bantuan,
        b.layak_berbeda,
        coalesce(d.rilis_pertama, r.id_rilis) as rilis_pertama,
        cast(coalesce(d.umur_rilis + 1, 0) as smallint) as umur_rilis
    from berprioritas as b
    cross join rilis as r
    left join dasar as d
        on b.id_antrean = d.id_antrean
)

select * from final
