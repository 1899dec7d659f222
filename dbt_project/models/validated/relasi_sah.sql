-- Valid persons in their families with exactly one head each: the head of the family if it is valid,
-- else the next by `urutan_kepala` (then the oldest, then the id).
-- Grain: one row per id_individu
with individu_sah as (
    select * from {{ ref('individu_sah') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

terurut as (
    select
        i.id_keluarga,
        i.id_individu,
        i.status_hubungan_keluarga,
        p.asal_kepala,
        p.berlaku_dari,
        row_number() over (
            partition by i.id_keluarga
            order by
                p.kepala_keluarga desc,
                p.urutan_kepala asc,
                i.tanggal_lahir asc nulls last,
                i.id_individu asc
        ) as urutan
    from individu_sah as i
    inner join padan_relasi as p
        on i.id_individu = p.id_individu
),

final as (
    select
        id_keluarga,
        id_individu,
        status_hubungan_keluarga,
        urutan = 1 as kepala_keluarga,
        case when urutan = 1 then coalesce(asal_kepala, 'pengganti') end as asal_kepala,
        berlaku_dari
    from terurut
)

select * from final
