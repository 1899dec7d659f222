-- Persons in the families they belong to in this release, and what they are there.
-- Grain: one row per id_individu
with relasi_keluarga as (
    select * from {{ source('linkage', 'relasi_keluarga') }}
    where berlaku_sampai is null
),

kunci_keluarga as (
    select * from {{ source('linkage', 'kunci_keluarga') }}
),

rekaman_padan as (
    select distinct id_individu from {{ ref('rekaman_padan') }}
),

final as (
    select
        p.id_individu,
        p.id_keluarga,
        k.asal as asal_keluarga,
        p.status_hubungan_keluarga,
        p.kepala_keluarga,
        p.asal_kepala,
        p.urutan_kepala,
        p.berlaku_dari
    from relasi_keluarga as p
    inner join rekaman_padan as r
        on p.id_individu = r.id_individu
    inner join kunci_keluarga as k
        on p.id_individu = k.id_individu
)

select * from final
