-- Members and head of each family of the base release, on its date, as the model of today reads them.
-- Grain: one row per id_keluarga
with anggota_keluarga as (
    select * from {{ source('dasar', 'anggota_keluarga') }}
),

individu as (
    select * from {{ source('dasar', 'individu') }}
),

rilis as (
    select tanggal_rilis_dasar as tanggal_rilis from {{ source('kendali', 'rilis') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

batas as (
    {{ age_limits('rancangan') }}
),

orang as (
    select
        a.id_keluarga,
        a.kepala_keluarga,
        {{ traits_of_members() }}
    from anggota_keluarga as a
    inner join individu as i
        on a.id_individu = i.id_individu
    cross join rilis as r
),

final as (
    {{ family_composition('orang', 'batas', 'id_keluarga') }}
)

select * from final
