-- How well the main records of a person hold together: size, density, weakest tie, bridges, values that
-- contradict, and strong edges that lead to another person (Pasal 13).
-- Grain: one row per id_individu
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

tepi_kuat as (
    select * from {{ ref('tepi_kuat') }}
),

nik_pinjaman as (
    select distinct rekaman_id from {{ source('linkage', 'nik_pinjaman') }}
),

orang as (
    select
        r.id_individu,
        count(*) as jumlah_rekaman,
        count(distinct r.penyedia) as jumlah_sumber,
        count(distinct case when p.rekaman_id is null then r.nik end) as jumlah_nik,
        count(distinct r.tanggal_lahir) as jumlah_tanggal_lahir,
        count(distinct r.jenis_kelamin) as jumlah_jenis_kelamin,
        count(distinct r.kode_provinsi_kemendagri) as jumlah_provinsi
    from rekaman_padan as r
    left join nik_pinjaman as p
        on r.rekaman_id = p.rekaman_id
    group by r.id_individu
),

ujung as (
    {% for end in ['l', 'r'] %}
    select
        id_individu_{{ end }} as id_individu,
        rekaman_id_{{ end }} as rekaman_id,
        bobot,
        id_individu_l = id_individu_r as di_dalam,
        jembatan
    from tepi_kuat
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- an edge inside has both its ends in the person, a refused one only one of them
rekaman as (
    select
        id_individu,
        rekaman_id,
        max(case when di_dalam then bobot end) as bobot_terkuat,
        sum(case when di_dalam then 1 else 0 end) as ujung_dalam,
        sum(case when jembatan then 1 else 0 end) as ujung_jembatan,
        sum(case when di_dalam then 0 else 1 end) as tepi_ditolak
    from ujung
    group by id_individu, rekaman_id
),

tepi as (
    select
        id_individu,
        min(bobot_terkuat) as bobot_terlemah,
        cast(sum(ujung_dalam) / 2 as bigint) as jumlah_pasangan,
        cast(sum(ujung_jembatan) / 2 as bigint) as jembatan,
        cast(sum(tepi_ditolak) as bigint) as tepi_ditolak
    from rekaman
    group by id_individu
),

final as (
    select
        o.id_individu,
        o.jumlah_rekaman,
        o.jumlah_sumber,
        coalesce(t.jumlah_pasangan, 0) as jumlah_pasangan,
        {{ share(
            '2 * coalesce(t.jumlah_pasangan, 0)', '(o.jumlah_rekaman * (o.jumlah_rekaman - 1))'
        ) }} as kerapatan,
        t.bobot_terlemah,
        coalesce(t.jembatan, 0) as jembatan,
        o.jumlah_nik,
        o.jumlah_tanggal_lahir,
        o.jumlah_jenis_kelamin,
        o.jumlah_provinsi,
        coalesce(t.tepi_ditolak, 0) as tepi_ditolak
    from orang as o
    left join tepi as t
        on o.id_individu = t.id_individu
)

select * from final
