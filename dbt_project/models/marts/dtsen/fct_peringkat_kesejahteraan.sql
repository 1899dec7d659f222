-- Welfare rank and national decile of every family of the published register (Pasal 17).
-- Grain: one row per id_keluarga
with peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

final as (
    select
        id_keluarga,
        skor_kesejahteraan,
        peringkat_nasional,
        desil_nasional,
        status_peringkat,
        alasan_tanpa_peringkat
    from peringkat_keluarga
)

select * from final
