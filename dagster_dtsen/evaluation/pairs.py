"""The pairs that count: true ones, and those the linkage made of two different people."""

from __future__ import annotations

import duckdb

# one row per true pair. bobot: null when the pair was not kept; edge: published; klaster: one
# person in the register. dua_nik: both NIKs valid, different, and both of this one person.
_TRUE_SQL = """
create or replace temp table nik_sah as
select distinct nik from wh.standardised.individu
where penyedia = $penyedia and status_kependudukan = $status and nik is not null;

create or replace temp table pasangan_benar as
with rekaman as (
    select r.*, r.nik in (select nik from nik_sah) as sah, o.nik as nik_pertama, o.nik_kedua
    from rekaman_benar as r
    left join orang_benar as o on r.id_orang = o.id_orang
)

select
    l.id_orang,
    l.rekaman_id as rekaman_id_l,
    r.rekaman_id as rekaman_id_r,
    least(l.penyedia, r.penyedia) || '-' || greatest(l.penyedia, r.penyedia) as penyedia,
    list_sort(list_distinct(list_concat(l.kesalahan, r.kesalahan))) as kesalahan,
    e.bobot,
    coalesce(e.bobot >= $ambang, false) as edge,
    coalesce(l.id_individu = r.id_individu, false) as klaster,
    l.nik is null or r.nik is null as tanpa_nik,
    coalesce(
        l.nik <> r.nik and l.sah and r.sah
        and l.nik in (l.nik_pertama, l.nik_kedua) and r.nik in (l.nik_pertama, l.nik_kedua),
        false
    ) as dua_nik
from rekaman as l
inner join rekaman as r on l.id_orang = r.id_orang and l.rekaman_id < r.rekaman_id
left join wh.linkage.edges as e
    on l.rekaman_id = e.rekaman_id_l and r.rekaman_id = e.rekaman_id_r;
"""

_FALSE_SQL = """
create or replace temp table pasangan_salah as
with temuan as (
    select 'edge' as tingkat, rekaman_id_l, rekaman_id_r
    from wh.linkage.edges where bobot >= $ambang
    union all
    select 'klaster', l.rekaman_id, r.rekaman_id
    from rekaman_benar as l
    inner join rekaman_benar as r
        on l.id_individu = r.id_individu and l.rekaman_id < r.rekaman_id
    where l.id_orang <> r.id_orang
)

select
    t.tingkat,
    t.rekaman_id_l,
    t.rekaman_id_r,
    l.id_orang as orang_l,
    r.id_orang as orang_r,
    least(l.penyedia, r.penyedia) || '-' || greatest(l.penyedia, r.penyedia) as penyedia,
    list_sort(list_distinct(list_concat(l.kesalahan, r.kesalahan))) as kesalahan,
    l.nik is null or r.nik is null as tanpa_nik
from temuan as t
inner join rekaman_benar as l on t.rekaman_id_l = l.rekaman_id
inner join rekaman_benar as r on t.rekaman_id_r = r.rekaman_id
where l.id_orang <> r.id_orang
"""

# two people of whom each has a valid NIK of his own, on records that one person of the register
# holds; the people who share one NIK between them have no NIK of their own
_MERGED_SQL = """
with sendiri as (
    select r.id_individu, r.id_orang
    from rekaman_benar as r
    inner join orang_benar as o on r.id_orang = o.id_orang
    where r.nik in (o.nik, o.nik_kedua) and r.nik in (select nik from nik_sah)
)

select count(*)
from (select id_individu from sendiri group by all having count(distinct id_orang) > 1)
"""


def build_pairs(
    con: duckdb.DuckDBPyConnection, threshold: float, provider: str, status: str
) -> dict[str, int]:
    """Make ``pasangan_benar`` and ``pasangan_salah`` from ``rekaman_benar`` and the linkage.

    A false pair of level ``edge`` was published as an edge, of level ``klaster`` is implied by
    one ``id_individu``. Gives ``benar`` (true pairs) and ``dua_pemilik_nik_sah`` (persons of the
    register that hold two people with a valid NIK of their own; must be 0).
    """
    where = {"penyedia": provider, "status": status}
    make_valid, make_true = _TRUE_SQL.split(";\n", 1)
    con.execute(make_valid, where)
    con.execute(make_true, {"ambang": threshold})
    con.execute(_FALSE_SQL, {"ambang": threshold})
    merged = con.execute(_MERGED_SQL).fetchall()[0][0]
    total = con.execute("select count(*) from pasangan_benar").fetchall()[0][0]
    return {"benar": int(total), "dua_pemilik_nik_sah": int(merged)}
