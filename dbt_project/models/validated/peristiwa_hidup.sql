-- What happened in people's lives since the base release, as far as the register learned it: died, moved
-- abroad, born, moved, married, divorced. A region that is only called otherwise moves nobody.
-- Grain: one row per id_individu and peristiwa
{% set codes = var('status_kawin') %}
with rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

lama as (
    select
        id_individu,
        status_kawin,
        kode_desa_kemendagri
    from {{ source('dasar', 'individu') }}
),

individu_sah as (
    select
        id_individu,
        tanggal_lahir,
        status_kawin,
        kode_desa_kemendagri
    from {{ ref('individu_sah') }}
),

verdik_nik as (
    select * from {{ ref('verdik_nik') }}
),

dilaporkan_meninggal as (
    select * from {{ ref('dilaporkan_meninggal') }}
),

perubahan_individu as (
    select * from {{ ref('perubahan_individu') }}
    where not ditahan and perubahan = 'memperbarui'
),

penduduk as (
    select
        id_individu,
        max(tanggal_status) as tanggal_status
    from {{ ref('rekaman_padan') }}
    where penyedia = '{{ var("penyedia_kependudukan") }}'
    group by id_individu
),

keluar as (
    select
        l.id_individu,
        case when v.verdik_nik = 'pindah_ln' then 'pindah_ln' else 'meninggal' end as peristiwa,
        coalesce(p.tanggal_status, m.tanggal_kejadian) as tanggal,
        v.verdik_nik = 'dilaporkan_meninggal' as belum_tercatat
    from lama as l
    inner join verdik_nik as v
        on l.id_individu = v.id_individu
    left join penduduk as p
        on l.id_individu = p.id_individu
    left join dilaporkan_meninggal as m
        on l.id_individu = m.id_individu
    where v.verdik_nik in ('meninggal', 'dilaporkan_meninggal', 'pindah_ln')
),

lahir as (
    select
        s.id_individu,
        'lahir' as peristiwa,
        s.tanggal_lahir as tanggal,
        false as belum_tercatat
    from individu_sah as s
    left join lama as l
        on s.id_individu = l.id_individu
    cross join rilis as r
    where
        l.id_individu is null
        and {{ months_between('s.tanggal_lahir', 'r.tanggal_rilis') }}
        <= {{ var('bulan_lahir_terlambat') }}
        and r.tanggal_rilis_dasar is not null
),

-- who is in both releases
tetap as (
    select
        s.id_individu,
        case
            when c.variabel = 'kode_desa_kemendagri' then 'pindah'
            when s.status_kawin = '{{ codes.kawin }}' then 'kawin'
            when
                s.status_kawin in ('{{ codes.cerai_hidup }}', '{{ codes.cerai_mati }}')
                and l.status_kawin = '{{ codes.kawin }}'
                then 'cerai'
        end as peristiwa,
        cast(null as date) as tanggal,
        false as belum_tercatat
    from individu_sah as s
    inner join lama as l
        on s.id_individu = l.id_individu
    inner join perubahan_individu as c
        on s.id_individu = c.id_individu
    where c.variabel in ('kode_desa_kemendagri', 'status_kawin')
),

final as (
    select * from keluar
    union all
    select * from lahir
    union all
    select * from tetap
    where peristiwa is not null
)

select * from final
