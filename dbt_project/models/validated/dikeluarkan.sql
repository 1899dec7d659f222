-- Persons left out of the release, with the verdict that kept them out.
-- Grain: one row per id_individu
with verdik_nik as (
    select * from {{ ref('verdik_nik') }}
),

individu_sah as (
    select id_individu from {{ ref('individu_sah') }}
),

aturan_validasi as (
    select * from {{ ref('aturan_validasi') }}
),

final as (
    select
        v.id_individu,
        v.verdik_nik,
        v.verdik_no_kk,
        case
            when not coalesce(n.sah, false) then v.verdik_nik
            when not coalesce(k.sah, false) then v.verdik_no_kk
            -- nothing else keeps a person out whose NIK and card are valid
            else 'tanpa_keluarga'
        end as alasan
    from verdik_nik as v
    left join aturan_validasi as n
        on v.verdik_nik = n.verdik and n.perihal = 'nik'
    left join aturan_validasi as k
        on v.verdik_no_kk = k.verdik and k.perihal = 'no_kk'
    where not exists (
        select 1 from individu_sah as s
        where s.id_individu = v.id_individu
    )
)

select * from final
