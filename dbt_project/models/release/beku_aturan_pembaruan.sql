-- The update policy as it was in force in this release: what a source and a block lead to.
-- Grain: one row per id_aturan
with aturan_pembaruan as (
    select * from {{ ref('aturan_pembaruan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

final as (
    select
        p.id_aturan,
        p.entitas,
        p.blok,
        p.penyedia,
        p.sifat,
        p.kepercayaan,
        p.umur_maks_bulan,
        p.kosong_menimpa,
        p.perubahan,
        p.keterangan
    from aturan_pembaruan as p
    cross join rilis as r
    where
        r.id_rilis >= coalesce(p.berlaku_dari, '')
        and r.id_rilis <= coalesce(p.berlaku_sampai, r.id_rilis)
)

select * from final
