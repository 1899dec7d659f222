-- Pairs at or above the cluster threshold whose main records are two persons all the same: edges that
-- a rule refused, with the rule, for stewards (Pasal 13).
-- Grain: one row per rekaman_id_l and rekaman_id_r
with tepi_kuat as (
    select * from {{ ref('tepi_kuat') }}
    where id_individu_l <> id_individu_r
),

rekaman_padan as (
    select
        rekaman_id,
        record_key,
        id_individu,
        penyedia,
        dataset,
        nik,
        status_kependudukan
    from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

larangan as (
    select * from {{ source('linkage', 'larangan') }}
),

keputusan_berlaku as (
    select * from {{ source('linkage', 'keputusan_berlaku') }}
    where objek = 'individu' and hubungan = 'beda'
),

nik_pinjaman as (
    select * from {{ source('linkage', 'nik_pinjaman') }}
),

kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
    where tanpa_ganda
),

-- decisions on records of the two persons, both ways
diputuskan as (
    {% for near, far in [('l', 'r'), ('r', 'l')] %}
    select
        {{ near }}.id_individu as id_individu_l,
        {{ far }}.id_individu as id_individu_r
    from keputusan_berlaku as k
    inner join rekaman_padan as l
        on k.record_key = l.record_key
    inner join rekaman_padan as r
        on k.record_key_lain = r.record_key
    {% if not loop.last %}
    union
    {% endif %}
    {% endfor %}
),

nik_sah as (
    select distinct nik
    from rekaman_padan
    where
        penyedia = '{{ var("penyedia_kependudukan") }}'
        and status_kependudukan = '{{ var("status_aktif") }}'
        and nik is not null
),

-- a borrowed NIK is another person's and says nothing about its bearer
pemegang as (
    select
        r.id_individu,
        min(r.nik) as nik
    from rekaman_padan as r
    inner join nik_sah as n
        on r.nik = n.nik
    where r.rekaman_id not in (select p.rekaman_id from nik_pinjaman as p)
    group by r.id_individu
),

bersumber as (
    select distinct
        r.id_individu,
        r.penyedia,
        r.dataset
    from rekaman_padan as r
    inner join kontrak as k
        on r.penyedia = k.penyedia and r.dataset = k.dataset
),

sesumber as (
    select distinct
        t.id_individu_l,
        t.id_individu_r
    from tepi_kuat as t
    inner join bersumber as l
        on t.id_individu_l = l.id_individu
    inner join bersumber as r
        on t.id_individu_r = r.id_individu and l.penyedia = r.penyedia and l.dataset = r.dataset
),

-- both ways: which person is left and which right follows from the records of each pair
terlarang as (
    {% for near, far in [('l', 'r'), ('r', 'l')] %}
    select
        n.id_individu as id_individu_l,
        f.id_individu as id_individu_r
    from larangan as g
    inner join rekaman_padan as n
        on g.rekaman_id_{{ near }} = n.rekaman_id
    inner join rekaman_padan as f
        on g.rekaman_id_{{ far }} = f.rekaman_id
    {% if not loop.last %}
    union
    {% endif %}
    {% endfor %}
),

final as (
    select
        t.rekaman_id_l,
        t.rekaman_id_r,
        t.id_individu_l,
        t.id_individu_r,
        t.bobot,
        t.kunci_blok,
        case
            when k.id_individu_l is not null then 'KEPUTUSAN'
            when l.nik <> r.nik then 'DUA_NIK_SAH'
            when s.id_individu_l is not null then 'SUMBER_TANPA_GANDA'
            when g.id_individu_l is not null then 'LARANGAN'
            else 'BENTUK'
        end as sebab
    from tepi_kuat as t
    left join pemegang as l
        on t.id_individu_l = l.id_individu
    left join pemegang as r
        on t.id_individu_r = r.id_individu
    left join sesumber as s
        on t.id_individu_l = s.id_individu_l and t.id_individu_r = s.id_individu_r
    left join diputuskan as k
        on t.id_individu_l = k.id_individu_l and t.id_individu_r = k.id_individu_r
    left join terlarang as g
        on t.id_individu_l = g.id_individu_l and t.id_individu_r = g.id_individu_r
)

select * from final
