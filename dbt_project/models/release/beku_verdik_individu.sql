-- The dated verdict on every person the register knows, in the release or not.
-- Grain: one row per id_individu
with verdik_nik as (
    select * from {{ ref('verdik_nik') }}
),

final as (
    select
        id_individu,
        verdik_nik,
        verdik_no_kk,
        asal_tanggapan,
        ditanya,
        dijawab
    from verdik_nik
)

select * from final
