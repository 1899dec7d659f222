-- How far each source reaches into the population register and the families of the release.
-- Grain: one row per provider and dataset
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

rekaman as (
    select distinct
        record_key,
        dataset
    from {{ ref('rekaman') }}
),

penduduk as (
    select distinct id_individu
    from rekaman_padan
    where penyedia = '{{ var("penyedia_kependudukan") }}'
),

individu as (
    select
        p.penyedia,
        p.dataset,
        count(distinct p.id_individu) as jumlah_individu,
        count(distinct k.id_individu) as jumlah_penduduk
    from rekaman_padan as p
    left join penduduk as k
        on p.id_individu = k.id_individu
    group by p.penyedia, p.dataset
),

keluarga_terjangkau as (
    select
        p.penyedia,
        p.dataset,
        r.id_keluarga
    from rekaman_padan as p
    inner join padan_relasi as r
        on p.id_individu = r.id_individu
    union all
    select
        k.penyedia,
        d.dataset,
        k.id_keluarga
    from padan_keluarga as k
    inner join rekaman as d
        on k.record_key = d.record_key
),

keluarga as (
    select
        penyedia,
        dataset,
        count(distinct id_keluarga) as jumlah_keluarga
    from keluarga_terjangkau
    group by penyedia, dataset
),

semua_penduduk as (
    select count(*) as jumlah from penduduk
),

semua_keluarga as (
    select count(distinct id_keluarga) as jumlah from padan_relasi
),

dihitung as (
    select
        k.penyedia,
        k.dataset,
        i.jumlah_individu,
        i.jumlah_penduduk,
        {{ share('i.jumlah_penduduk', 'p.jumlah') }} as cakupan_penduduk,
        k.jumlah_keluarga,
        {{ share('k.jumlah_keluarga', 's.jumlah') }} as cakupan_keluarga
    from keluarga as k
    left join individu as i
        on k.penyedia = i.penyedia and k.dataset = i.dataset
    cross join semua_penduduk as p
    cross join semua_keluarga as s
),

final as (
    select
        penyedia,
        dataset,
        jumlah_individu,
        jumlah_penduduk,
        cakupan_penduduk,
        jumlah_keluarga,
        cakupan_keluarga
    from dihitung
)

select * from final
