-- Persons left out of the release and why, so that every exclusion can be explained later.
-- Grain: one row per id_individu
with dikeluarkan as (
    select * from {{ ref('dikeluarkan') }}
),

final as (
    select
        id_individu,
        verdik_nik,
        verdik_no_kk,
        alasan
    from dikeluarkan
)

select * from final
