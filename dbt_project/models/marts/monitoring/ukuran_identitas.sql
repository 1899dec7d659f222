-- Doubled identities and families without a valid head, in all sources together and within each.
-- Grain: one row per measure and provider
with rekaman_padan as (
    select
        id_individu,
        penyedia,
        nik
    from {{ ref('rekaman_padan') }}
    where nik is not null
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

relasi_sah as (
    select * from {{ ref('relasi_sah') }}
),

sumber as (
    -- an empty provider stands for all sources together
    select
        id_individu,
        penyedia,
        nik
    from rekaman_padan
    union all
    select
        id_individu,
        null as penyedia,
        nik
    from rekaman_padan
),

orang as (
    select
        penyedia,
        id_individu,
        case when count(distinct nik) > 1 then 1 else 0 end as ganda
    from sumber
    group by penyedia, id_individu
),

nomor as (
    select
        penyedia,
        nik,
        case when count(distinct id_individu) > 1 then 1 else 0 end as banyak
    from sumber
    group by penyedia, nik
),

kepala as (
    select
        id_keluarga,
        case
            when status_hubungan_keluarga = '{{ var("hubungan_keluarga").kepala }}' then 0 else 1
        end as pengganti
    from relasi_sah
    where kepala_keluarga
),

keluarga as (
    select distinct id_keluarga from padan_relasi
),

digabung as (
    select
        'orang_nik_ganda' as ukuran,
        penyedia,
        sum(ganda) as pembilang,
        count(*) as penyebut
    from orang
    group by penyedia
    union all
    select
        'nik_banyak_orang' as ukuran,
        penyedia,
        sum(banyak) as pembilang,
        count(*) as penyebut
    from nomor
    group by penyedia
    union all
    select
        'keluarga_kepala_pengganti' as ukuran,
        null as penyedia,
        coalesce(sum(pengganti), 0) as pembilang,
        count(*) as penyebut
    from kepala
    union all
    select
        'keluarga_tanpa_anggota_sah' as ukuran,
        null as penyedia,
        count(*) - count(h.id_keluarga) as pembilang,
        count(*) as penyebut
    from keluarga as k
    left join kepala as h
        on k.id_keluarga = h.id_keluarga
),

bertipe as (
    select
        ukuran,
        penyedia,
        cast(pembilang as bigint) as pembilang,
        cast(penyebut as bigint) as penyebut
    from digabung
),

final as (
    select
        ukuran,
        penyedia,
        pembilang,
        penyebut
    from bertipe
)

select * from final
