"""The rows of a package, laid out under the recipient's own keys, and what is kept of them.

Each entity becomes a temporary table ``isi_<entity>``: keys of the recipient, the granted columns,
and a keyed hash of the row. Rows go out in the order of the keys, which tells nobody anything and
is another one for every recipient. Kept of a package are keys and hashes alone: what the next
difference is made from, and whom a leak concerns, long after rows were corrected or erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.parcels import pseudonym
from dagster_dtsen.parcels.pseudonym import FAMILY, PERSON
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

# ids that make up the key of an entity's rows
IDS = {
    "individu": ("id_individu", "id_keluarga"),
    "keluarga": ("id_keluarga",),
    "peringkat": ("id_keluarga",),
    "relasi": ("id_individu", "id_keluarga"),
}
# of those a family may move, or lose its key, while the row stays the same person's
IDENTITY = {"individu": ("kunci_individu",), "relasi": ("kunci_individu",)}
KEY_COLUMNS = {"id_individu": "kunci_individu", "id_keluarga": "kunci_keluarga"}
# whose id a column holds
KINDS = {"id_individu": PERSON, "id_individu_kepala": PERSON, "id_keluarga": FAMILY}
HASH, SENT = "sidik_baris", "dikirim"
# ids themselves leave at this level alone
NAMED = 4


@dataclass(frozen=True)
class Table:
    """One entity of a package: its temporary table, keys, granted columns and number of rows."""

    entity: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: int

    @property
    def name(self) -> str:
        return f"isi_{self.entity}"

    @property
    def identity(self) -> tuple[str, ...]:
        """The keys that say which row is the same one in the next package."""
        return IDENTITY.get(self.entity, self.keys)

    @property
    def order(self) -> str:
        return ", ".join(self.keys)


def hidden(entity: str) -> dict[str, str]:
    """Ids that the rows of an entity must bring along to be keyed, by the name they come under."""
    return {f"_{name}": name for name in IDS[entity]}


def lay(
    con: duckdb.DuckDBPyConnection, entity: str, level: int, columns: tuple[str, ...], rows: str
) -> Table:
    """Lay out one entity; ``rows`` is SQL of its granted columns and hidden ids.

    Below level 4 an id that was granted is given as pseudonym. The key must have been handed over
    to the connection (:meth:`pseudonym.Pseudonyms.hand_over`).
    """
    own = tuple(KEY_COLUMNS[name] for name in IDS[entity])
    keyed = [
        f"{pseudonym.sql(KINDS[name], f'b.{found}')} as {KEY_COLUMNS[name]}"
        for found, name in hidden(entity).items()
    ]
    given = [_given(name, level) for name in columns]
    # with the keys: a person whose family is another one has changed
    whole = ", ".join(f'"{name}" := d."{name}"' for name in (*own, *columns))
    con.execute(
        f"create or replace temp table isi_{entity} as with baris as ({rows}), "
        f"berkunci as (select {', '.join([*keyed, *given])} from baris as b) "
        f"select d.*, {pseudonym.row_sql(f'to_json(struct_pack({whole}))')} as {HASH} "
        "from berkunci as d"
    )
    return Table(entity, own, columns, _count(con, f"isi_{entity}"))


def _given(name: str, level: int) -> str:
    column = f'b."{name}"'
    if name in KINDS and level < NAMED:
        return f'{pseudonym.sql(KINDS[name], column)} as "{name}"'
    return column


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(con.execute(f"select count(*) from {relation}").fetchall()[0][0])


def keep(
    con: duckdb.DuckDBPyConnection, settings: Settings, folder: Path, table: Table, sent: str
) -> None:
    """Keep keys and hashes of one entity; ``sent`` is SQL on ``t``: was the row in this package."""
    keys = ", ".join(f"t.{name}" for name in table.keys)
    query = f"select {keys}, t.{HASH}, ({sent}) as {SENT} from {table.name} as t order by {keys}"
    path = folder / f"{table.entity}.parquet"
    con.execute(f"copy ({query}) to {quoted(path)} ({warehouse.parquet_options(settings)})")


def kept(settings: Settings, folder: Path) -> Mapping[str, str]:
    """SQL of what was kept of a package, by entity."""
    return {
        path.stem: warehouse.read_parquet(settings, str(path))
        for path in sorted(folder.glob("*.parquet"))
    }


def fingerprint(con: duckdb.DuckDBPyConnection, table: Table) -> dict[str, int | str]:
    """Rows of a table and a fingerprint of what they hold, that the recipient can work out."""
    return fingerprint_of(con, table.name, (*table.keys, *table.columns))


def fingerprint_of(
    con: duckdb.DuckDBPyConnection, relation: str, columns: tuple[str, ...]
) -> dict[str, int | str]:
    """The same of any relation with these columns; the order of its rows does not matter."""
    whole = ", ".join(f'"{name}" := t."{name}"' for name in columns)
    row = f"to_json(struct_pack({whole}))::varchar"
    halves = ", ".join(
        f"coalesce(bit_xor(md5_number_{half}({row})), 0)" for half in ("upper", "lower")
    )
    query = f"select count(*), {halves} from {relation} as t"
    rows, upper, lower = con.execute(query).fetchall()[0]
    return {"baris": int(rows), "sidik": f"{upper:016x}{lower:016x}"}
