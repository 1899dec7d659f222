-- Measures of matching and of later exclusion, for the country and by province.
-- Grain: one row per measure, provider and province
with individu as (
    select * from {{ ref('individu') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

rekaman_dikeluarkan as (
    select * from {{ ref('rekaman_dikeluarkan') }}
),

penduduk as (
    select
        id_individu,
        min(kode_provinsi_kemendagri) as kode_provinsi_kemendagri
    from rekaman_padan
    where penyedia = '{{ var("penyedia_kependudukan") }}'
    group by id_individu
),

berteman as (
    select
        record_key,
        hasil_padan,
        min(penyedia) over (partition by id_individu)
        <> max(penyedia) over (partition by id_individu) as dua_penyedia
    from rekaman_padan
),

rekaman as (
    select
        i.penyedia,
        i.kode_provinsi_kemendagri,
        case when p.dua_penyedia then 1 else 0 end as padan_antarsumber,
        case when p.hasil_padan = 'padan' then 1 else 0 end as padan,
        case when p.hasil_padan = 'padan' then 0 else 1 end as tidak_padan,
        case when d.record_key is null then 0 else 1 end as dikeluarkan
    from individu as i
    left join berteman as p
        on i.record_key = p.record_key
    left join rekaman_dikeluarkan as d
        on i.record_key = d.record_key
),

rekaman_provinsi as (
    select
        penyedia,
        kode_provinsi_kemendagri,
        sum(padan_antarsumber) as padan_antarsumber,
        sum(padan) as padan,
        sum(tidak_padan) as tidak_padan,
        sum(dikeluarkan) as dikeluarkan,
        count(*) as jumlah
    from rekaman
    group by penyedia, kode_provinsi_kemendagri
),

jumlah_penduduk as (
    select
        kode_provinsi_kemendagri,
        count(*) as jumlah
    from penduduk
    group by kode_provinsi_kemendagri
),

cakupan_provinsi as (
    select
        p.penyedia,
        k.kode_provinsi_kemendagri,
        count(distinct p.id_individu) as cakupan_kependudukan
    from rekaman_padan as p
    inner join penduduk as k
        on p.id_individu = k.id_individu
    group by p.penyedia, k.kode_provinsi_kemendagri
),

penyedia as (
    select distinct penyedia from cakupan_provinsi
),

provinsi as (
    {% for measure in ['padan', 'padan_antarsumber', 'tidak_padan', 'dikeluarkan'] %}
    select
        '{{ measure }}' as ukuran,
        penyedia,
        kode_provinsi_kemendagri,
        {{ measure }} as pembilang,
        jumlah as penyebut
    from rekaman_provinsi
    union all
    {% endfor %}
    select
        'cakupan_kependudukan' as ukuran,
        p.penyedia,
        j.kode_provinsi_kemendagri,
        coalesce(c.cakupan_kependudukan, 0) as pembilang,
        j.jumlah as penyebut
    from penyedia as p
    cross join jumlah_penduduk as j
    left join cakupan_provinsi as c
        on
            p.penyedia = c.penyedia
            and coalesce(j.kode_provinsi_kemendagri, '') = coalesce(c.kode_provinsi_kemendagri, '')
),

semua as (
    select
        ukuran,
        penyedia,
        'provinsi' as tingkat,
        kode_provinsi_kemendagri,
        cast(pembilang as bigint) as pembilang,
        cast(penyebut as bigint) as penyebut
    from provinsi
    union all
    select
        ukuran,
        penyedia,
        'nasional' as tingkat,
        null as kode_provinsi_kemendagri,
        cast(sum(pembilang) as bigint) as pembilang,
        cast(sum(penyebut) as bigint) as penyebut
    from provinsi
    group by ukuran, penyedia
),

final as (
    select
        ukuran,
        penyedia,
        tingkat,
        kode_provinsi_kemendagri,
        pembilang,
        penyebut
    from semua
)

select * from final
