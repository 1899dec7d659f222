"""What stewards decided of families, obeyed before families are formed."""

from __future__ import annotations

import duckdb

MAX_ROUNDS = 100

# Persons named by decisions; a group holds together whatever the evidence says.
_NAMED = """
create or replace table putusan as
select l.id_individu as kiri, r.id_individu as kanan, k.hubungan
from {decisions} as k
inner join wh.linkage.peta_individu as l on k.record_key = l.record_key
inner join wh.linkage.peta_individu as r on k.record_key_lain = r.record_key
where l.aktif and r.aktif and l.id_individu <> r.id_individu;

create or replace table disebut as
select id_individu, id_individu as kelompok
from (
    select kiri as id_individu from putusan union select kanan from putusan
)
semi join kunci_kini using (id_individu);
"""
_SPREAD = """
create or replace table disebut as
select d.id_individu, min(coalesce(least(d.kelompok, e.kelompok), d.kelompok)) as kelompok
from disebut as d
left join (
    select kiri as id_individu, kanan as lain from putusan where hubungan = 'satu'
    union all
    select kanan, kiri from putusan where hubungan = 'satu'
) as p on d.id_individu = p.id_individu
left join disebut as e on p.lain = e.id_individu
group by d.id_individu;
"""
# A group goes where most of its members are by evidence.
_JOIN = """
create or replace table kunci_kelompok as
select d.kelompok, k.kunci
from disebut as d
inner join kunci_kini as k on d.id_individu = k.id_individu
where k.kunci is not null
group by d.kelompok, k.kunci
qualify row_number() over (partition by d.kelompok order by count(*) desc, k.kunci) = 1;
"""
# Of groups that may not meet the largest stays; all that it may not meet go to a key of their own.
_APART = """
create or replace table berselisih as
with beda as (
    select a.kelompok, b.kelompok as lain, k.kunci
    from putusan as p
    inner join disebut as a on p.kiri = a.id_individu
    inner join disebut as b on p.kanan = b.id_individu
    inner join kunci_kelompok as k on a.kelompok = k.kelompok
    inner join kunci_kelompok as l on b.kelompok = l.kelompok and k.kunci = l.kunci
    where p.hubungan = 'beda' and a.kelompok <> b.kelompok
),

kedua_arah as (
    select kelompok, lain, kunci from beda union select lain, kelompok, kunci from beda
),

tinggal as (
    select b.kunci, b.kelompok
    from (select distinct kunci, kelompok from kedua_arah) as b
    inner join (select kelompok, count(*) as jumlah from disebut group by kelompok) as d
        on b.kelompok = d.kelompok
    qualify row_number() over (partition by b.kunci order by d.jumlah desc, b.kelompok) = 1
)

select k.lain as kelompok, min(k.lain) over (partition by k.kunci) as pendiri, k.kunci
from kedua_arah as k
inner join tinggal as t on k.kunci = t.kunci and k.kelompok = t.kelompok;

update kunci_kelompok as k
set kunci = 'putusan|' || b.pendiri || '|' || b.kunci
from berselisih as b where k.kelompok = b.kelompok;
"""
_WRITE = """
update kunci_kini as k
set kunci = g.kunci, asal = 'putusan'
from disebut as d, kunci_kelompok as g
where
    k.id_individu = d.id_individu and d.kelompok = g.kelompok
    and k.kunci is not null and k.kunci <> g.kunci;
"""


def obey(con: duckdb.DuckDBPyConnection, decisions: str) -> None:
    """Change the keys of ``kunci_kini`` as stewards decided.

    ``decisions``: relation ``keputusan_keluarga(record_key, record_key_lain, hubungan)`` of pairs
    in force, ``satu`` (their persons live in one family) or ``beda`` (they do not). Persons tied
    by ``satu`` go together to the key that most of them have; groups that are ``beda`` and have one
    key part, the smaller one leaves. Only named persons move.
    """
    con.execute(_NAMED.format(decisions=decisions))
    for _ in range(MAX_ROUNDS):
        before = con.execute("select count(distinct kelompok) from disebut").fetchall()
        con.execute(_SPREAD)
        if con.execute("select count(distinct kelompok) from disebut").fetchall() == before:
            break
    con.execute(_JOIN)
    for _ in range(MAX_ROUNDS):
        con.execute(_APART)
        if not con.execute("select count(*) from berselisih").fetchall()[0][0]:
            break
    con.execute(_WRITE)
