-- Valid persons in their families with exactly one head each: the head the source names, else the
-- successor by the seed `urutan_kepala` (then the oldest, then the id).
-- Grain: one row per id_individu
with individu_sah as (
    select * from {{ ref('individu_sah') }}
),

urutan_kepala as (
    select * from {{ ref('urutan_kepala') }}
),

terurut as (
    select
        i.id_keluarga,
        i.id_individu,
        i.status_hubungan_keluarga,
        row_number() over (
            partition by i.id_keluarga
            order by
                coalesce(u.urutan, 9) asc,
                i.tanggal_lahir asc nulls last,
                i.id_individu asc
        ) as urutan
    from individu_sah as i
    left join urutan_kepala as u
        on i.status_hubungan_keluarga = u.status_hubungan_keluarga
),

final as (
    select
        id_keluarga,
        id_individu,
        status_hubungan_keluarga,
        urutan = 1 as kepala_keluarga
    from terurut
)

select * from final
