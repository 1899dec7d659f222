-- Who belongs to which family, as each provider says it.
-- Grain: one row per record_key
with individu as (
    select * from {{ ref('individu') }}
),

final as (
    select
        record_key,
        penyedia,
        kunci_keluarga,
        no_kk,
        status_hubungan_keluarga,
        tanggal_acuan
    from individu
    where kunci_keluarga is not null or no_kk is not null
)

select * from final
