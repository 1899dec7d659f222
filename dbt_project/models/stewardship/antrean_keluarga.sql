-- Doubtful families: does the member asked about live in one family with its head? (Pasal 13)
-- Grain: one row per id_antrean
with diragukan as (
    select * from {{ ref('keluarga_tanpa_kepala_tunggal') }}
),

final as (
    select
        {{ queue_columns(
            'keluarga',
            record_key='record_key',
            record_key_lain='record_key_lain',
            id_individu='id_individu',
            id_individu_lain='id_individu_lain',
            id_keluarga='id_keluarga'
        ) }}
    from diragukan
)

select * from final
