-- Measures of the scorecard that need no other period, per delivery.
-- Grain: one row per delivery, dataset, measure and detail
{% set days = days_between('jatuh_tempo', 'tanggal_kirim') %}
{#- shares have three digits before the point, so days stop at 999 #}
{% set plain = [
    ('penerimaan', "''", 'jumlah_diterima', 'jumlah_dibaca', 'hitungan_kiriman'),
    ('tepat_waktu', "''", 'case when ' ~ days ~ ' <= 0 then 1 else 0 end', '1', 'kiriman_rilis'),
    ('hari_terlambat', "''", 'least(greatest(' ~ days ~ ', 0), 999)', '1', 'kiriman_rilis'),
    ('kelengkapan', 'kolom', 'jumlah_terisi', 'jumlah_rekaman', 'profil_kiriman'),
    ('padan_kependudukan', "''", 'jumlah_padan', 'jumlah', 'orang'),
    ('dikeluarkan', "''", 'jumlah_dikeluarkan', 'jumlah', 'orang'),
] %}
with hitungan_kiriman as (
    select * from {{ ref('hitungan_kiriman') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

temuan as (
    select * from {{ ref('temuan') }}
),

berkas as (
    select * from {{ source('ledger', 'berkas') }}
),

selisih_kiriman as (
    select * from {{ ref('selisih_kiriman') }}
    where kode_alasan is not null and hasil in ('beres', 'belum beres', 'hilang')
),

profil_kiriman as (
    select * from {{ ref('profil_kiriman') }}
    where urutan > 0
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

rekaman_dikeluarkan as (
    select * from {{ ref('rekaman_dikeluarkan') }}
),

penduduk as (
    select distinct id_individu
    from rekaman_padan
    where penyedia = '{{ var("penyedia_kependudukan") }}'
),

per_alasan as (
    select
        _delivery,
        dataset,
        kode_alasan,
        count(*) as jumlah
    from temuan
    group by _delivery, dataset, kode_alasan
    union all
    select
        _delivery,
        dataset,
        'BARIS_RUSAK' as kode_alasan,
        sum(jumlah_rusak) as jumlah
    from berkas
    group by _delivery, dataset
    having sum(jumlah_rusak) > 0
),

orang as (
    select
        r._delivery,
        r.dataset,
        count(*) as jumlah,
        count(p.id_individu) as jumlah_padan,
        count(d.record_key) as jumlah_dikeluarkan
    from rekaman_padan as r
    left join penduduk as p
        on r.id_individu = p.id_individu
    left join rekaman_dikeluarkan as d
        on r.record_key = d.record_key
    group by r._delivery, r.dataset
),

gabungan as (
    select
        a._delivery,
        a.dataset,
        'alasan' as ukuran,
        a.kode_alasan as rincian,
        a.jumlah as pembilang,
        h.jumlah_dibaca as penyebut
    from per_alasan as a
    inner join hitungan_kiriman as h
        on a._delivery = h._delivery and a.dataset = h.dataset
    union all
    select
        _delivery,
        dataset,
        'belum_beres' as ukuran,
        '' as rincian,
        sum(case when hasil = 'belum beres' then 1 else 0 end) as pembilang,
        count(*) as penyebut
    from selisih_kiriman
    group by _delivery, dataset
    {% for measure, detail, part, whole, relation in plain %}
    union all
    select
        _delivery,
        dataset,
        '{{ measure }}' as ukuran,
        {{ detail }} as rincian,
        {{ part }} as pembilang,
        {{ whole }} as penyebut
    from {{ relation }}
    {% endfor %}
),

final as (
    select
        h.penyedia,
        g.dataset,
        g._delivery,
        g.ukuran,
        g.rincian,
        cast(g.pembilang as bigint) as pembilang,
        cast(g.penyebut as bigint) as penyebut
    from gabungan as g
    inner join hitungan_kiriman as h
        on g._delivery = h._delivery and g.dataset = h.dataset
)

select * from final
