-- What the sources say, by the policy, of every variable that somebody corrected: value, provider and date
-- of the record that decides, and whether that provider is the authority of the block.
-- Grain: one row per objek, id and variabel
with koreksi as (
    select * from {{ source('ledger', 'koreksi') }}
    where keadaan = 'berlaku'
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

individu_terpilih as (
    select * from {{ ref('individu_terpilih') }}
),

butir_individu_terpilih as (
    select * from {{ ref('butir_individu_terpilih') }}
),

keluarga_terpilih as (
    select * from {{ ref('keluarga_terpilih') }}
),

padan_individu as (
    select * from {{ ref('padan_individu') }}
),

padan_butir_individu as (
    select * from {{ ref('padan_butir_individu') }}
),

padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

aturan_pembaruan as (
    select * from {{ ref('aturan_pembaruan') }}
),

aturan_blok as (
    select * from {{ ref('aturan_blok') }}
),

walidata as (
    {% for entity in ['individu', 'keluarga'] %}
    select
        '{{ entity }}' as objek,
        a.blok,
        a.penyedia,
        row_number() over (partition by a.blok order by a.percaya desc, a.penyedia asc) as urutan
    from (
        {{ policy_in_force('aturan_pembaruan', entity) }}
    ) as a
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

dikoreksi as (
    select distinct
        k.objek,
        case when k.objek = 'keluarga' then r.id_keluarga else p.id_individu end as id
    from koreksi as k
    inner join rekaman_padan as p
        on k.record_key = p.record_key
    left join padan_relasi as r
        on p.id_individu = r.id_individu
),

orang as (
    select t.*
    from individu_terpilih as t
    inner join dikoreksi as d
        on t.id_individu = d.id and d.objek = 'individu'
),

jawaban as (
    select t.*
    from butir_individu_terpilih as t
    inner join dikoreksi as d
        on t.id_individu = d.id and d.objek = 'individu'
),

rumah as (
    select t.*
    from keluarga_terpilih as t
    inner join dikoreksi as d
        on t.id_keluarga = d.id and d.objek = 'keluarga'
),

-- the records of these alone, in their orders
sumber_orang as (
    select
        p.*,
        r.penyedia,
        r.tanggal_acuan
    from padan_individu as p
    inner join rekaman_padan as r
        on p.record_key = r.record_key
    where p.id_individu in (select o.id_individu from orang as o)
),

sumber_jawaban as (
    select
        p.*,
        r.penyedia,
        r.tanggal_acuan
    from padan_butir_individu as p
    inner join rekaman_padan as r
        on p.record_key = r.record_key
    where p.id_individu in (select j.id_individu from jawaban as j)
),

sumber_rumah as (
    select p.*
    from padan_keluarga as p
    where p.id_keluarga in (select k.id_keluarga from rumah as k)
),

-- few rows each: only who was corrected is laid out variable by variable
panjang as (
    {{ source_values() }}
),

final as (
    select
        p.objek,
        p.id,
        p.variabel,
        p.nilai,
        p.penyedia,
        p.tanggal_acuan,
        w.urutan is not null as walidata
    from panjang as p
    left join walidata as w
        on p.objek = w.objek and p.blok = w.blok and p.penyedia = w.penyedia and w.urutan = 1
)

select * from final
