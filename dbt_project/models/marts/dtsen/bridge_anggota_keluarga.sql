-- Who belongs to which family of the published register, with one head each.
-- Grain: one row per id_individu
-- depends_on: {{ ref('beku_anggota_keluarga') }}
with anggota_keluarga as (
    select * from {{ source('snapshot', 'anggota_keluarga') }}
),

final as (
    select
        id_keluarga,
        id_individu,
        status_hubungan_keluarga,
        kepala_keluarga,
        asal_kepala,
        berlaku_dari
    from anggota_keluarga
)

select * from final
