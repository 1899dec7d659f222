-- How many families lie now where the tenths of the base release lay, all scored by the model of today.
-- Grain: one row per desil
with desil_banding as (
    select * from {{ ref('desil_banding') }}
),

batas_peringkat as (
    select * from {{ ref('batas_peringkat') }}
),

{{ move_borders('batas_peringkat') }},

dasar as (
    select
        desil,
        cara,
        count(*) as jumlah_keluarga
    from desil_banding
    where populasi = 'dasar'
    group by desil, cara
),

-- by the model of today where that is another one than then
dasar_baru as (
    select d.*
    from dasar as d
    inner join batas_dasar_baru as b
        on d.cara = b.cara
),

kini_baru as (
    select {{ decile_at('d.skor', 'd.id_keluarga', 'dasar_baru') }} as desil
    from desil_banding as d
    cross join batas_dasar_baru as dasar_baru
    where d.populasi = 'kini' and d.cara = 'baru'
),

kini as (
    select
        desil,
        count(*) as jumlah_keluarga
    from kini_baru
    group by desil
),

jumlah as (
    select
        d.desil,
        d.jumlah_keluarga as jumlah_dasar,
        coalesce(k.jumlah_keluarga, 0) as jumlah_kini,
        sum(d.jumlah_keluarga) over () as semua_dasar,
        sum(coalesce(k.jumlah_keluarga, 0)) over () as semua_kini
    from dasar_baru as d
    left join kini as k
        on d.desil = k.desil
),

-- half a family more on either side, so that an empty tenth has a logarithm
bagian as (
    select
        desil,
        jumlah_dasar,
        jumlah_kini,
        (jumlah_dasar + 0.5) / (semua_dasar + 5) as bagian_dasar,
        (jumlah_kini + 0.5) / (semua_kini + 5) as bagian_kini
    from jumlah
),

final as (
    select
        desil,
        jumlah_dasar,
        jumlah_kini,
        cast((bagian_kini - bagian_dasar) * ln(bagian_kini / bagian_dasar) as decimal(12, 6))
            as pergeseran
    from bagian
)

select * from final
