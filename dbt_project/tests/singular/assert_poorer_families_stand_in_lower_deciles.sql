-- A row is a family whose rank or decile is below that of a family with a lower score.
with berurut as (
    select
        id_keluarga,
        peringkat_nasional,
        desil_nasional,
        lag(peringkat_nasional) over urut as peringkat_sebelum,
        lag(desil_nasional) over urut as desil_sebelum
    from {{ ref('peringkat_keluarga') }}
    where skor_kesejahteraan is not null
    window urut as (order by skor_kesejahteraan, id_keluarga)
),

final as (
    select *
    from berurut
    where peringkat_nasional <> peringkat_sebelum + 1 or desil_nasional < desil_sebelum
)

select * from final
