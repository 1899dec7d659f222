-- A row is a decile that holds more or fewer families than the rounding of a tenth allows,
-- or any decile when another one is empty though there are families enough.
-- Only where families are the unit; with persons a border family is not divided.
with peringkat_keluarga as (
    select *
    from {{ ref('peringkat_keluarga') }}
    where desil_nasional is not null
),

ukuran as (
    select
        desil_nasional,
        count(*) as jumlah_keluarga
    from peringkat_keluarga
    group by desil_nasional
),

batas as (
    select
        min(jumlah_keluarga) as tersedikit,
        max(jumlah_keluarga) as terbanyak,
        count(*) as jumlah
    from ukuran
),

final as (
    select u.*
    from ukuran as u
    cross join batas as b
    cross join {{ source('kendali', 'rilis') }} as r
    where
        r.satuan_desil = 'keluarga'
        and (
            b.terbanyak - b.tersedikit > 1
            or (b.jumlah < {{ var('jumlah_desil', 10) }} and b.terbanyak > 1)
        )
)

select * from final
