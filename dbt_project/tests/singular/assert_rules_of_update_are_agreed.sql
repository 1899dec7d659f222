-- A provider updates what its contract lets it update, and has a rule for all of it.
with aturan as (
    select distinct
        penyedia,
        entitas,
        blok
    from {{ ref('aturan_pembaruan') }}
),

disepakati as (
    select * from {{ source('ledger', 'kontrak_blok') }}
),

final as (
    select
        coalesce(a.penyedia, d.penyedia) as penyedia,
        coalesce(a.entitas, d.entitas) as entitas,
        coalesce(a.blok, d.blok) as blok
    from aturan as a
    full join disepakati as d
        on a.penyedia = d.penyedia and a.entitas = d.entitas and a.blok = d.blok
    where a.penyedia is null or d.penyedia is null
)

select * from final
