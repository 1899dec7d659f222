-- Persons whose NIK and family-card number are valid: they alone enter the release (Pasal 15).
-- Grain: one row per id_individu
with individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

verdik_nik as (
    select * from {{ ref('verdik_nik') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

aturan_validasi as (
    select * from {{ ref('aturan_validasi') }}
),

-- who it is, before the wide rows are joined
sah as (
    select
        r.id_individu,
        r.id_keluarga
    from padan_relasi as r
    inner join verdik_nik as v
        on r.id_individu = v.id_individu
    where
        v.verdik_nik in (
            select n.verdik from aturan_validasi as n
            where n.perihal = 'nik' and n.sah
        )
        and v.verdik_no_kk in (
            select k.verdik from aturan_validasi as k
            where k.perihal = 'no_kk' and k.sah
        )
),

final as (
    select
        t.*,
        s.id_keluarga
    from individu_terbarui as t
    inner join sah as s
        on t.id_individu = s.id_individu
)

select * from final
