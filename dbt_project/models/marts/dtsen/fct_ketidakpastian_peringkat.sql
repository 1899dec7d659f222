-- How sure the rank of every ranked family of the published register is.
-- Grain: one row per id_keluarga
with ketidakpastian_keluarga as (
    select * from {{ ref('ketidakpastian_keluarga') }}
),

final as (
    select
        id_keluarga,
        pengeluaran_terendah,
        pengeluaran_tertinggi,
        peluang_desil_1,
        peluang_desil_2,
        peluang_desil_3,
        peluang_desil_4,
        peluang_desil_5,
        peluang_desil_6,
        peluang_desil_7,
        peluang_desil_8,
        peluang_desil_9,
        peluang_desil_10
    from ketidakpastian_keluarga
)

select * from final
