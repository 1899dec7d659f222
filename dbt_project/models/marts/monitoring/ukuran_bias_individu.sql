-- Persons of several records whose unity is in doubt or was undone, counted by group: rpt_bias_tautan makes
-- shares of them.
-- Grain: one row per measure, trait and group
{% set measures = ['diragukan', 'dipisahkan'] %}
with individu as (
    select * from {{ ref('individu') }}
),

sebab_padan as (
    select * from {{ ref('sebab_padan') }}
),

individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

mutu_klaster as (
    select * from {{ ref('mutu_klaster') }}
),

antrean_tinjauan as (
    select * from {{ ref('antrean_tinjauan') }}
),

keputusan_petugas as (
    select * from {{ ref('keputusan_petugas') }}
),

keputusan_rekaman as (
    select * from {{ source('ledger', 'keputusan_rekaman') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

nik_sah as (
    select distinct nik
    from individu
    where
        penyedia = '{{ var('penyedia_kependudukan') }}'
        and status_kependudukan = '{{ var('status_aktif') }}'
        and nik is not null
),

-- a question about one person: is it one?
diragukan as (
    select distinct id_individu
    from antrean_tinjauan
    where satu_orang and objek = 'individu'
),

dipisahkan as (
    select distinct s.id_individu
    from keputusan_petugas as k
    inner join keputusan_rekaman as r
        on k.id_keputusan = r.id_keputusan
    inner join sebab_padan as s
        on r.record_key = s.record_key
    where
        k.objek = 'individu'
        and k.tindakan in ('pisahkan', 'pecah')
        and k.status = 'dipatuhi'
        and s.id_individu is not null
),

-- only who has several main records can have been made of two
orang_berkumpul as (
    select
        u.id_individu,
        u.nik,
        {{ name_standard('u.nama') }} as nama_baku,
        u.tanggal_lahir,
        extract(year from u.tanggal_lahir) as tahun_lahir,
        u.jenis_kelamin,
        u.kode_provinsi_kemendagri,
        u.kode_kabupaten_kota_kemendagri
    from individu_terbarui as u
    inner join mutu_klaster as m
        on u.id_individu = m.id_individu
    where m.jumlah_rekaman > 1
),

orang as (
    select
        {{ bias_groups('o', 'k.tanggal_rilis', 'n.nik is not null') }},
        case when r.id_individu is not null then 1 else 0 end as diragukan,
        case when p.id_individu is not null then 1 else 0 end as dipisahkan
    from orang_berkumpul as o
    cross join rilis as k
    left join nik_sah as n
        on o.nik = n.nik
    left join diragukan as r
        on o.id_individu = r.id_individu
    left join dipisahkan as p
        on o.id_individu = p.id_individu
),

sel as (
    {{ bias_cells('orang', measures) }}
),

jumlah as (
    {{ bias_counts('sel', 'individu', measures) }}
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
