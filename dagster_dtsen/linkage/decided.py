"""What stewards decided on records, settled for this release before clusters are built.

A decision outranks every rule and score. Records that are one form groups, which clusters only
grow from; records that are not one keep their groups apart. Two things a decision cannot do: make
records one that another keeps apart, and make two valid NIKs one person's without evidence. Such
pairs are withheld and listed, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from dagster_dtsen.linkage.borrowed import own_nik, valid_niks_sql
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.linkage.state import Base
from dagster_dtsen.linkage.union import Union

PAIRS = "wh.linkage.keputusan_berlaku"
GROUPS = "wh.linkage.keputusan_kelompok"
WITHHELD = "wh.linkage.keputusan_ditahan"
NIKS = "wh.linkage.nik_keputusan"
Row = tuple[str | None, ...]

CREATE = f"""
create schema if not exists wh.linkage;
create table if not exists {PAIRS} (
    objek varchar, record_key varchar, record_key_lain varchar, hubungan varchar,
    id_keputusan varchar
);
create table if not exists {GROUPS} (record_key varchar, kelompok varchar);
create table if not exists {WITHHELD} (
    objek varchar, record_key varchar, record_key_lain varchar, id_keputusan varchar,
    sebab varchar, id_lawan varchar
);
create table if not exists {NIKS} (nik varchar, nik_wakil varchar);
"""

# evidence first, so that NIKs are one before joins without it are looked at; then the newer
_GIVEN = """
select objek, record_key, record_key_lain, hubungan, id_keputusan, berbukti
from {pairs}
order by objek, hubungan, berbukti desc, tanggal desc, id_keputusan, record_key, record_key_lain
"""

_NIK = """
select i.record_key, i.nik
from {records} as i
inner join ({valid}) as n on i.nik = n.nik
where i.rekaman_id in (from diputuskan)
"""


@dataclass(frozen=True)
class Given:
    """Relations of the ledger: pairs in force (``pairs``) and the state of every decision that was
    taken by the release date (``states``), as steward/in_force.py writes them."""

    pairs: str
    states: str
    facts: str


LEDGER = Given(
    "wh.ledger.keputusan_pasangan", "wh.ledger.keputusan_keadaan", "wh.ledger.keputusan_tautan"
)


def settle(con: duckdb.DuckDBPyConnection, given: Given | None) -> dict[str, int]:
    """Write the pairs that bind, groups, withheld pairs and the NIKs that count as one.

    ``linkage.keputusan_berlaku(objek, record_key, record_key_lain, hubungan, id_keputusan)``;
    ``keputusan_kelompok(record_key, kelompok)``: records of persons that are one, named by the
    lowest key; ``keputusan_ditahan`` with ``sebab`` BERTENTANGAN (and the decision in the way) or
    BUKTI; ``nik_keputusan(nik, nik_wakil)``. Depends on the decisions and on the NIKs of the
    records they name, on nothing else. Gives ``pasangan`` and ``ditahan``.
    """
    con.execute(CREATE)
    for table in (PAIRS, GROUPS, WITHHELD, NIKS):
        con.execute(f"delete from {table}")
    if given is None:
        return {"pasangan": 0, "ditahan": 0}
    rows = con.execute(_GIVEN.format(pairs=given.pairs)).fetchall()
    bound: list[Row] = []
    withheld: list[Row] = []
    for subject in ("individu", "keluarga"):
        niks = _valid_niks(con, given.pairs) if subject == "individu" else {}
        mine = [row for row in rows if row[0] == subject]
        union = Union(niks)
        apart = [row for row in mine if row[3] == "beda"]
        for _, left, right, _, identity, _ in apart:
            union.part(left, right, identity)
        joins = [row for row in mine if row[3] == "satu"]
        for _, left, right, _, _, proven in joins:
            union.join(left, right, proven=proven)
        bound += [row[:5] for row in apart]
        for _, left, right, _, identity, _ in joins:
            if union.top(left) == union.top(right):
                bound.append((subject, left, right, "satu", identity))
            else:
                other = union.barred(left, right)
                cause = "BERTENTANGAN" if other else "BUKTI"
                withheld.append((subject, left, right, identity, cause, other))
        if subject == "individu":
            _fill(con, GROUPS, union.groups())
            _fill(con, NIKS, union.niks())
    _fill(con, PAIRS, bound)
    _fill(con, WITHHELD, withheld)
    return {"pasangan": len(bound), "ditahan": len(withheld)}


def _valid_niks(con: duckdb.DuckDBPyConnection, pairs: str) -> dict[str, str]:
    """Valid NIKs that the records of decisions bear as their own."""
    con.execute(
        f"""
        create or replace temp table diputuskan as
        select i.rekaman_id
        from {SOURCE} as i
        where i.record_key in (
            select unnest([record_key, record_key_lain]) from {pairs} where objek = 'individu'
        )
        """
    )
    query = _NIK.format(records=own_nik(SOURCE), valid=valid_niks_sql("diputuskan"))
    found = con.execute(query).fetchall()
    con.execute("drop table temp.diputuskan")
    return {str(key): str(nik) for key, nik in found}


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if not rows:
        return
    names = [str(row[0]) for row in con.execute(f"describe {table}").fetchall()]
    columns = {
        name: pa.array([row[place] for row in rows], pa.string())
        for place, name in enumerate(names)
    }
    con.register("keputusan_baru", pa.table(columns))
    con.execute(f"insert into {table} by name from keputusan_baru")
    con.unregister("keputusan_baru")


def roots_sql() -> str:
    """Query of ``rekaman_id`` of ``simpul`` that belong to a group, with the lowest of each."""
    return f"""
        select i.rekaman_id, min(i.rekaman_id) over (partition by k.kelompok) as akar
        from {GROUPS} as k
        inner join {SOURCE} as i on k.record_key = i.record_key
        where i.rekaman_id in (from simpul)
    """


def group_of(column: str, groups: str = "k") -> str:
    """Expression: the group of a record key, where ``groups`` is left joined; itself without."""
    return f"coalesce({groups}.kelompok, {column})"


def apart_sql() -> str:
    """Query of pairs of ``simpul`` that a decision keeps apart, one per pair of groups."""
    return f"""
        select least(l.rekaman_id, r.rekaman_id) as rekaman_id_l,
            greatest(l.rekaman_id, r.rekaman_id) as rekaman_id_r
        from ({apart_groups_sql()}) as b
        inner join ({_REPRESENTED}) as l on b.kelompok = l.kelompok
        inner join ({_REPRESENTED}) as r on b.kelompok_lain = r.kelompok
    """


def apart_groups_sql() -> str:
    """Query of ``kelompok``, ``kelompok_lain``: groups of persons' records that are not one."""
    return f"""
        select distinct
            {group_of("b.record_key", "l")} as kelompok,
            {group_of("b.record_key_lain", "r")} as kelompok_lain
        from {PAIRS} as b
        left join {GROUPS} as l on b.record_key = l.record_key
        left join {GROUPS} as r on b.record_key_lain = r.record_key
        where b.objek = 'individu' and b.hubungan = 'beda'
    """


_REPRESENTED = f"""
    select {group_of("i.record_key")} as kelompok, min(i.rekaman_id) as rekaman_id
    from {SOURCE} as i
    left join {GROUPS} as k on i.record_key = k.record_key
    where
        i.rekaman_id in (from simpul)
        and (
            k.kelompok is not null
            or i.record_key in (
                select unnest([record_key, record_key_lain]) from {PAIRS}
                where objek = 'individu' and hubungan = 'beda'
            )
        )
    group by 1
"""


@dataclass(frozen=True)
class FamilyPairs:
    """``pairs``: relation of the pairs about families that bind, None when there are none;
    ``ended``: the base release had some."""

    pairs: str | None
    ended: bool


def family_pairs(con: duckdb.DuckDBPyConnection, base: Base | None) -> FamilyPairs:
    """What binds families in this release, and whether anything did in the base."""
    pairs = f"(select * from {PAIRS} where objek = 'keluarga')"
    before = base.tables.get("keputusan_berlaku") if base else None

    def some(relation: str) -> bool:
        query = f"select 1 from {relation} where objek = 'keluarga' limit 1"
        return bool(con.execute(query).fetchall())

    return FamilyPairs(pairs if some(PAIRS) else None, bool(before) and some(str(before)))
