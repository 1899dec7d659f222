-- Valid persons in their families with exactly one head each: whom a correction or the population register
-- names, else the head of the base release while valid, else the next by `urutan_kepala` (oldest, id).
-- Grain: one row per id_individu
with individu_sah as (
    select * from {{ ref('individu_sah') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

-- a head that was guessed holds nobody back
lama as (
    select
        id_keluarga,
        id_individu
    from {{ source('dasar', 'anggota_keluarga') }}
    where kepala_keluarga and asal_kepala in ('register', 'daftar', 'koreksi', 'tetap')
),

-- whether a head that others than the population register name has to wait for a steward
aturan as (
    select max(case when perubahan = 'petugas' then 1 else 0 end) = 1 as menunggu
    from {{ ref('aturan_pembaruan') }}
    where
        entitas = 'keluarga'
        and blok = 'kepala'
        and penyedia <> '{{ var("penyedia_kependudukan") }}'
),

berperan as (
    select
        i.id_keluarga,
        i.id_individu,
        i.status_hubungan_keluarga,
        i.tanggal_lahir,
        p.kepala_keluarga,
        p.asal_kepala,
        p.urutan_kepala,
        p.berlaku_dari,
        i.status_hubungan_keluarga__sumber = 0
        and i.status_hubungan_keluarga = '{{ var("hubungan_keluarga").kepala }}' as dikoreksi,
        coalesce(a.menunggu, false) and l.id_individu is not null as kepala_lama
    from individu_sah as i
    inner join padan_relasi as p
        on i.id_individu = p.id_individu
    cross join aturan as a
    left join lama as l
        on i.id_keluarga = l.id_keluarga and i.id_individu = l.id_individu
),

terurut as (
    select
        *,
        row_number() over (
            partition by id_keluarga
            order by
                case
                    when dikoreksi then 0
                    when kepala_keluarga and asal_kepala = 'register' then 1
                    when kepala_lama then 2
                    when kepala_keluarga then 3
                    else 4
                end,
                urutan_kepala asc,
                tanggal_lahir asc nulls last,
                id_individu asc
        ) as urutan
    from berperan
),

final as (
    select
        id_keluarga,
        id_individu,
        status_hubungan_keluarga,
        urutan = 1 as kepala_keluarga,
        case
            when urutan > 1 then null
            when dikoreksi then 'koreksi'
            when kepala_keluarga then asal_kepala
            when kepala_lama then 'tetap'
            else 'pengganti'
        end as asal_kepala,
        berlaku_dari
    from terurut
)

select * from final
