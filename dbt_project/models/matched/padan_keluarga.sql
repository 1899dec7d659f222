-- Family records joined to the families of the register by the members they share; the order says
-- which record a family asks first (most shared members, then newest).
-- Grain: one row per id_keluarga and record_key
with keluarga as (
    select * from {{ ref('keluarga') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

peta_keluarga as (
    select * from {{ source('linkage', 'peta_keluarga') }}
    where aktif
),

aturan as (
    select
        penyedia,
        max(case when blok = 'perumahan' then kepercayaan end) as percaya_perumahan,
        max(case when blok = 'aset' then kepercayaan end) as percaya_aset,
        max(case when blok = 'perumahan' then umur_maks_bulan end) as umur_perumahan,
        max(case when blok = 'aset' then umur_maks_bulan end) as umur_aset
    from {{ ref('aturan_pembaruan') }}
    where entitas = 'keluarga'
    group by penyedia
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

bersama as (
    select
        k.id_keluarga,
        r.kunci_keluarga,
        count(distinct r.id_individu) as jumlah_anggota_sama
    from rekaman_padan as r
    inner join peta_keluarga as k
        on r.id_individu = k.id_individu
    where r.kunci_keluarga is not null
    group by k.id_keluarga, r.kunci_keluarga
),

terurut as (
    select
        b.id_keluarga,
        b.jumlah_anggota_sama,
        f.*,
        cast(
            row_number() over (
                partition by b.id_keluarga
                order by b.jumlah_anggota_sama desc, f.tanggal_acuan desc, f.record_key asc
            ) as smallint
        ) as nomor_rekaman
    from bersama as b
    inner join keluarga as f
        on b.kunci_keluarga = f.kunci_keluarga
),

final as (
    select
        t.*,
        case
            when {{ months_between('t.tanggal_acuan', 'r.tanggal_rilis') }} <= a.umur_perumahan
                then t.nomor_rekaman
        end as urut_perumahan,
        case
            when {{ months_between('t.tanggal_acuan', 'r.tanggal_rilis') }} <= a.umur_aset
                then t.nomor_rekaman
        end as urut_aset
    from terurut as t
    cross join rilis as r
    left join aturan as a
        on t.penyedia = a.penyedia
)

select * from final
