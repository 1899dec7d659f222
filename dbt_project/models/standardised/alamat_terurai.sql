-- Addresses of persons as delivered, each spelling once: as they are compared, with RT and RW where the
-- text holds them.
-- Grain: one row per alamat
with individu_terbaca as (
    select distinct alamat
    from {{ ref('individu_terbaca') }}
    where _efektif and alamat is not null
),

final as (
    select
        alamat,
        {{ address_standard('alamat') }} as alamat_baku,
        {{ address_rt('alamat') }} as rt,
        {{ address_rw('alamat') }} as rw
    from individu_terbaca
)

select * from final
