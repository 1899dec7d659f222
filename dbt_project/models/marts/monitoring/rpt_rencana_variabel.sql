-- The plan of integration by variable: which sources the update policy asks, in which order, and whether
-- what they delivered is fresh enough (Pasal 14 ayat 2).
-- Grain: one row per entity, variable and provider
with kamus as (
    select * from {{ ref('kamus') }}
    where blok_pembaruan is not null
),

aturan_pembaruan as (
    select * from {{ ref('aturan_pembaruan') }}
),

kontrak as (
    select distinct
        penyedia,
        peran
    from {{ source('ledger', 'kontrak') }}
),

terbaru as (
    select
        penyedia,
        max(tanggal_acuan) as tanggal_acuan
    from {{ source('ledger', 'kiriman_rilis') }}
    where efektif
    group by penyedia
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

berumur as (
    select
        r.id_rilis,
        k.entitas,
        k.blok_pembaruan as blok,
        k.variabel,
        a.penyedia,
        p.peran,
        a.kepercayaan,
        a.umur_maks_bulan,
        cast({{ months_between('t.tanggal_acuan', 'r.tanggal_rilis') }} as integer) as umur_bulan
    from kamus as k
    inner join aturan_pembaruan as a
        on k.entitas = a.entitas and k.blok_pembaruan = a.blok
    cross join rilis as r
    left join kontrak as p
        on a.penyedia = p.penyedia
    left join terbaru as t
        on a.penyedia = t.penyedia
),

terurut as (
    select
        *,
        coalesce(umur_bulan <= umur_maks_bulan, false) as dipakai,
        cast(
            rank() over (partition by entitas, variabel order by kepercayaan desc) as smallint
        ) as urutan
    from berumur
),

final as (
    select
        id_rilis,
        entitas,
        blok,
        variabel,
        penyedia,
        peran,
        urutan,
        umur_maks_bulan,
        umur_bulan,
        dipakai
    from terurut
)

select * from final
