"""What changed since the package before: rows added, changed and removed, and id events.

Everything is said in the recipient's own keys. A removed row has its keys and nothing else: it may
be of a person who was erased since, and nobody needs to know the person to take the row out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dagster_dtsen.parcels import pseudonym
from dagster_dtsen.parcels.content import HASH, IDS, Table
from dagster_dtsen.parcels.pseudonym import FAMILY, PERSON

ADDED, CHANGED, REMOVED = "tambah", "ubah", "hapus"
CHANGE = "perubahan"
EVENTS = "peristiwa"
# columns of the events, in this order
EVENT_COLUMNS = ("rilis", "entitas", "peristiwa", "kunci", "kunci_lain", "sebab")


@dataclass(frozen=True)
class Changes:
    """The changes of one entity in a temporary table: rows in all and by kind."""

    table: Table
    rows: int
    counts: Mapping[str, int]

    @property
    def name(self) -> str:
        return f"ubah_{self.table.entity}"


def compare(con: duckdb.DuckDBPyConnection, table: Table, before: str | None) -> Changes:
    """Changes against the rows kept of the package before; ``before`` None: there were none."""
    keys = table.keys
    known = before or f"(select * from {table.name} where false)"
    same = " and ".join(f"t.{name} = l.{name}" for name in table.identity)
    columns = ", ".join(f't."{name}"' for name in table.columns)
    here, there = (f"{side}.{table.identity[0]} is null" for side in ("t", "l"))
    # a person may have no family key now and have had one before
    whole = ", ".join(
        f"case when {here} then l.{name} else t.{name} end as {name}" for name in keys
    )
    con.execute(
        f"create or replace temp table ubah_{table.entity} as "
        f"select case when {there} then '{ADDED}' when {here} then '{REMOVED}' "
        f"else '{CHANGED}' end as {CHANGE}, {whole}, {columns} "
        f"from {table.name} as t full join {known} as l on {same} "
        f"where t.{HASH} is distinct from l.{HASH}"
    )
    found = dict(
        con.execute(f"select {CHANGE}, count(*) from ubah_{table.entity} group by all").fetchall()
    )
    counts = {kind: int(found.get(kind, 0)) for kind in (ADDED, CHANGED, REMOVED)}
    return Changes(table, sum(counts.values()), counts)


def sent(table: Table) -> str:
    """SQL on ``t``: whether a row of the table went out with its changes."""
    same = " and ".join(f"t.{name} = u.{name}" for name in table.identity)
    return f"exists (select 1 from ubah_{table.entity} as u where {same})"


def events(
    con: duckdb.DuckDBPyConnection,
    sources: Mapping[str, list[tuple[str, str]]],
    tables: Mapping[str, Table],
    before: Mapping[str, str],
) -> int:
    """Lay out what became of ids as the temporary table ``peristiwa``; its rows.

    ``sources``: by entity (individu, keluarga) the releases since and their events. An event is
    told where the recipient holds or held its id; the other id is told where it does too.
    """
    parts = []
    for entity, kind in (("individu", PERSON), ("keluarga", FAMILY)):
        held = _held(entity, tables, before)
        for release, relation in sources.get(entity, []) if held else []:
            own, other = (
                pseudonym.sql(kind, f"p.{name}") for name in (f"id_{entity}", f"id_{entity}_lain")
            )
            parts.append(
                f"select '{release}' as rilis, '{entity}' as entitas, p.peristiwa, "
                f"{own} as kunci, case when {other} in ({held}) then {other} end as kunci_lain, "
                f"p.sebab from {relation} as p where {own} in ({held})"
            )
    empty = "select " + ", ".join(f"cast(null as varchar) as {name}" for name in EVENT_COLUMNS)
    query = " union all ".join(parts) or f"{empty} where false"
    con.execute(f"create or replace temp table {EVENTS} as {query}")
    return int(con.execute(f"select count(*) from {EVENTS}").fetchall()[0][0])


def _held(entity: str, tables: Mapping[str, Table], before: Mapping[str, str]) -> str:
    """SQL of all keys of an entity in this package and the one before; empty when it has none."""
    key = f"kunci_{entity}"
    found = [f"select {key} from {table.name}" for table in tables.values() if key in table.keys]
    found += [f"select {key} from {before[name]}" for name in before if f"id_{entity}" in IDS[name]]
    return " union ".join(found)
