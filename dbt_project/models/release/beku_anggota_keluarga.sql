-- Who belongs to which family in the release, ready to be sealed.
-- Grain: one row per id_individu
with relasi_sah as (
    select * from {{ ref('relasi_sah') }}
),

final as (
    select
        id_keluarga,
        id_individu,
        status_hubungan_keluarga,
        kepala_keluarga,
        asal_kepala,
        berlaku_dari
    from relasi_sah
)

select * from final
