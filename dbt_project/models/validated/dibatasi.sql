-- Persons whose processing is restricted on the release date (UU 27/2022 Pasal 41): they leave every mart.
-- Grain: one row per id_individu
with pembatasan as (
    select * from {{ source('ledger', 'pembatasan') }}
    where keadaan = 'berlaku'
),

rekaman_padan as (
    select
        record_key,
        id_individu
    from {{ ref('rekaman_padan') }}
),

final as (
    select
        r.id_individu,
        min(p.tanggal) as sejak
    from pembatasan as p
    inner join rekaman_padan as r
        on p.record_key = r.record_key
    group by r.id_individu
)

select * from final
