-- Pairs of main records that the release joined, or looked at and kept apart: what a review can judge
-- (Pasal 13). Read by the sample; a view, for there are as many as pairs of records in persons.
-- Grain: one row per record_key and record_key_lain
{{ config(materialized='view') }}
with rekaman_padan as (
    select
        record_key,
        rekaman_id,
        id_individu,
        penyedia,
        status_kependudukan
    from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

edges as (
    select * from {{ source('linkage', 'edges') }}
),

larangan as (
    select distinct
        rekaman_id_l,
        rekaman_id_r
    from {{ source('linkage', 'larangan') }}
),

calon_nik_ganda as (
    select * from {{ ref('calon_nik_ganda') }}
),

pemegang as (
    select
        id_individu,
        rekaman_id
    from rekaman_padan
    where
        penyedia = '{{ var("penyedia_kependudukan") }}'
        and status_kependudukan = '{{ var("status_aktif") }}'
),

tergabung as (
    select
        l.rekaman_id as rekaman_id_l,
        r.rekaman_id as rekaman_id_r
    from rekaman_padan as l
    inner join rekaman_padan as r
        on l.id_individu = r.id_individu and l.rekaman_id < r.rekaman_id
),

-- utama: of a pair that is several things the lowest counts
semua as (
    select
        1 as utama,
        rekaman_id_l,
        rekaman_id_r,
        bobot
    from edges
    union all
    select
        2 as utama,
        rekaman_id_l,
        rekaman_id_r,
        null as bobot
    from tergabung
    union all
    select
        3 as utama,
        rekaman_id_l,
        rekaman_id_r,
        null as bobot
    from larangan
    union all
    select
        4 as utama,
        least(l.rekaman_id, r.rekaman_id) as rekaman_id_l,
        greatest(l.rekaman_id, r.rekaman_id) as rekaman_id_r,
        null as bobot
    from calon_nik_ganda as c
    inner join pemegang as l
        on c.id_individu = l.id_individu
    inner join pemegang as r
        on c.id_individu_lain = r.id_individu
),

tunggal as (
    select
        rekaman_id_l,
        rekaman_id_r,
        min(utama) as utama,
        max(bobot) as bobot
    from semua
    group by rekaman_id_l, rekaman_id_r
),

-- an edge to a supporting record is no pair of main records
final as (
    select
        case t.utama
            when 1 then 'tepi' when 2 then 'lewat' when 3 then 'larangan' else 'dua_nik'
        end as jenis,
        t.bobot,
        l.id_individu = r.id_individu as tergabung,
        least(l.record_key, r.record_key) as record_key,
        greatest(l.record_key, r.record_key) as record_key_lain
    from tunggal as t
    inner join rekaman_padan as l
        on t.rekaman_id_l = l.rekaman_id
    inner join rekaman_padan as r
        on t.rekaman_id_r = r.rekaman_id
)

select * from final
