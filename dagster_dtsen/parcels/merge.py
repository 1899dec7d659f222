"""A recipient's side of a difference: rows held before and changes make the rows of now.

Works on opened packages alone, without a home; what comes out is held against the fingerprint that
came with the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.parcels import content, parts
from dagster_dtsen.parcels.change import CHANGE, REMOVED
from dagster_dtsen.parcels.content import IDENTITY, IDS, KEY_COLUMNS
from dagster_dtsen.warehouse import quoted

DIFFERENCE = "_selisih"


class Unlike(Exception):
    """The result is not what the sender has; the text names the entity."""


def entities(folder: Path) -> list[str]:
    """The entities that a difference in ``folder`` changes."""
    found = (path.name.split("-")[0] for path in folder.glob(f"*{DIFFERENCE}-*.parquet"))
    return sorted({name.removesuffix(DIFFERENCE) for name in found})


def merge(
    con: duckdb.DuckDBPyConnection,
    entity: str,
    before: Path,
    difference: Path,
    target: Path,
    expected: Mapping[str, Any],
) -> int:
    """Write the rows of now into ``target`` as a whole package has them; how many.

    ``expected``: rows and fingerprint of that entity as the difference tells them. Raises Unlike.
    """
    changed = _read(difference, f"{entity}{DIFFERENCE}")
    keys = tuple(KEY_COLUMNS[name] for name in IDS[entity])
    identity = IDENTITY.get(entity, keys)
    same = " and ".join(f"l.{name} = u.{name}" for name in identity)
    con.execute(
        "create or replace temp table kini as "
        f"select * exclude ({CHANGE}) from {changed} where {CHANGE} <> '{REMOVED}'"
    )
    if any(before.glob(f"{entity}-*.parquet")):
        con.execute(
            f"insert into kini by name select l.* from {_read(before, entity)} as l "
            f"where not exists (select 1 from {changed} as u where {same})"
        )
    columns = tuple(str(row[0]) for row in con.execute("describe kini").fetchall())
    if content.fingerprint_of(con, "kini", columns) != dict(expected):
        raise Unlike(entity)
    listed = ", ".join(f'"{name}"' for name in columns)
    query = f"select {listed} from kini order by {', '.join(keys)}"
    rows = 0
    for part in parts.parts(con, query, entity):
        with (target / part.name).open("xb") as file:
            rows += part.write(file)
    return rows


def _read(folder: Path, name: str) -> str:
    return f"read_parquet({quoted(folder / name)} || '-*.parquet')"
