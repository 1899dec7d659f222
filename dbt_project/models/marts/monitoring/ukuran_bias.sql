-- Who fails to link and whose person is in doubt, counted by group: counts alone, rpt_bias_tautan makes
-- shares of them. The population register is what others are matched with and is no subject itself.
-- Grain: one row per measure, trait and group
{% set register = var('penyedia_kependudukan') %}
{% set traits = [
    'jenis_kelamin', 'umur', 'provinsi', 'nik', 'kata_nama', 'kelahiran', 'tempat_nik',
] %}
{% set of_records = ['tidak_padan', 'tanpa_kependudukan', 'meragukan', 'dalam_antrean'] %}
{% set of_persons = ['diragukan', 'dipisahkan'] %}
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

antrean_rekaman as (
    select * from {{ ref('antrean_rekaman') }}
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

sel_rekaman as (
    {{ bias_cells('rekaman', traits, of_records) }}
),

sel_orang as (
    {{ bias_cells('orang', traits, of_persons) }}
),

final as (
    {{ bias_counts('sel_rekaman', 'rekaman', traits, of_records) }}
    union all
    {{ bias_counts('sel_orang', 'individu', traits, of_persons) }}
)

select * from final
