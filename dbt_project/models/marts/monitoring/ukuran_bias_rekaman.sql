-- Records that fail to link or wait for review, counted by group: rpt_bias_tautan makes shares of them. The
-- population register is what others are matched with and is no subject itself.
-- Grain: one row per measure, trait and group
{% set register = var('penyedia_kependudukan') %}
{% set measures = ['tidak_padan', 'tanpa_kependudukan', 'meragukan', 'dalam_antrean'] %}
with individu as (
    select * from {{ ref('individu') }}
),

sebab_padan as (
    select * from {{ ref('sebab_padan') }}
),

antrean_rekaman as (
    select * from {{ ref('antrean_rekaman') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

nik_sah as (
    select distinct nik
    from individu
    where
        penyedia = '{{ register }}'
        and status_kependudukan = '{{ var('status_aktif') }}'
        and nik is not null
),

-- group 0 of an item is shown for comparison and not asked about
ditanyakan as (
    select distinct record_key
    from antrean_rekaman
    where kelompok > 0
),

dikenal_penduduk as (
    select distinct id_individu
    from sebab_padan
    where penyedia = '{{ register }}' and id_individu is not null
),

rekaman as (
    select
        {{ bias_groups('i', 'k.tanggal_rilis', 'n.nik is not null') }},
        case when s.hasil_padan = 'tidak padan' then 1 else 0 end as tidak_padan,
        case when d.id_individu is null then 1 else 0 end as tanpa_kependudukan,
        case
            when
                s.hasil_padan = 'tidak padan'
                and s.sebab not in ('TANPA_CALON', 'TIDAK_PADAN')
                then 1
            else 0
        end as meragukan,
        case when t.record_key is not null then 1 else 0 end as dalam_antrean
    from individu as i
    cross join rilis as k
    inner join sebab_padan as s
        on i.record_key = s.record_key
    left join nik_sah as n
        on i.nik = n.nik
    left join dikenal_penduduk as d
        on s.id_individu = d.id_individu
    left join ditanyakan as t
        on i.record_key = t.record_key
    where i.penyedia <> '{{ register }}'
),

sel as (
    {{ bias_cells('rekaman', measures) }}
),

jumlah as (
    {{ bias_counts('sel', 'rekaman', measures) }}
),

final as (
    select
        ukuran,
        objek,
        ciri,
        kelompok,
        jumlah_dasar,
        jumlah
    from jumlah
)

select * from final
