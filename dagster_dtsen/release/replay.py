"""The histories of the register made anew from sealed releases, as the dbt snapshots write them.

Of each release the statements of a snapshot (strategy check over all columns, hard deletes
invalidated) run on its sealed files, in the order of the releases. Their clock is the release
date, that is known time; the validity inside the rows is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dagster_dtsen.release import signature, store
from dagster_dtsen.release.intact import complete
from dagster_dtsen.release.seal import same_bytes
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings

SCHEMA = "history"
Columns = dict[str, str]  # name → type, in order
_TECHNICAL = {
    "dbt_scd_id": "VARCHAR",
    "dbt_updated_at": "TIMESTAMP",
    "dbt_valid_from": "TIMESTAMP",
    "dbt_valid_to": "TIMESTAMP",
}


@dataclass(frozen=True)
class History:
    """One history: its table, the sealed table it follows, and the key of the dbt snapshot."""

    name: str
    table: str
    key: str


HISTORIES = (
    History("riwayat_individu", "individu", "id_individu"),
    History("riwayat_keluarga", "keluarga", "id_keluarga"),
    History("riwayat_anggota_keluarga", "anggota_keluarga", "id_individu"),
)


def replay(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    chain: Sequence[store.StoredRelease],
    schema: str = SCHEMA,
) -> dict[str, int]:
    """Make every history of ``schema`` anew from the releases of ``chain``; rows per history.

    The bytes of the files read are held against their seals first. With an empty chain there is
    no history afterwards. Raises DtsenError E-SEGEL-RUSAK, those of a signature that is asked for.
    """
    signature.check_required(settings, *chain)
    for item in chain:
        complete(item)
        for history in HISTORIES:
            same_bytes(item, SNAPSHOT, history.table)
    con.execute(f"create schema if not exists {schema}")
    return {history.name: _replay(con, settings, chain, schema, history) for history in HISTORIES}


def columns_of(chain: Sequence[store.StoredRelease], table: str) -> Columns:
    """Columns of the history of ``table`` with their types: those of the first release, the
    technical ones, and what later releases added. Empty when no release has the table.
    """
    found: Columns = {}
    for item in chain:
        sealed = _sealed_columns(item, table)
        if sealed:
            found = {**found, **_new(found, sealed)} if found else {**sealed, **_TECHNICAL}
    return found


def columns_in(con: duckdb.DuckDBPyConnection, table: str) -> Columns:
    """Columns of ``catalogue.schema.table`` with their types; empty when there is none."""
    found = con.execute(
        "select column_name, data_type from duckdb_columns() "
        "where concat_ws('.', database_name, schema_name, table_name) = ? order by column_index",
        [table],
    ).fetchall()
    return {str(name): str(kind) for name, kind in found}


def _replay(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    chain: Sequence[store.StoredRelease],
    schema: str,
    history: History,
) -> int:
    """The statements of a dbt snapshot (strategy check, all columns, hard deletes invalidated)."""
    target = f"{schema}.{history.name}"
    con.execute(f"drop table if exists {target}")
    columns = columns_of(chain, history.table)
    if not columns:
        return 0
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    con.execute(f"create table {target} ({listed})")
    known: Columns = {}
    for item in chain:
        sealed = _sealed_columns(item, history.table)
        if sealed:
            source = item.table(settings, SNAPSHOT, history.table)
            day = f"timestamp '{item.release.cut_off.isoformat()}'"
            if known:
                # all rows are new versions where a column is; dbt compares the others otherwise
                changed = "true" if _new(known, sealed) else _differ(sealed)
                _close(con, target, source, history.key, day, changed)
            _open(con, target, source, history.key, day, sealed)
            known |= sealed
    return int(con.execute(f"select count(*) from {target}").fetchall()[0][0])


def _close(
    con: duckdb.DuckDBPyConnection, target: str, source: str, key: str, day: str, changed: str
) -> None:
    """End the rows in force of those who changed or left."""
    con.execute(
        f"create or replace temp table _ditutup as select h.{key} as kunci "
        f"from {target} as h left join {source} as r on h.{key} = r.{key} "
        f"where h.dbt_valid_to is null and (r.{key} is null or {changed})"
    )
    con.execute(
        f"update {target} as h set dbt_valid_to = {day} from _ditutup as d "
        f"where h.{key} = d.kunci and h.dbt_valid_to is null"
    )
    con.execute("drop table _ditutup")


def _open(
    con: duckdb.DuckDBPyConnection, target: str, source: str, key: str, day: str, sealed: Columns
) -> None:
    """A row in force for everybody of the release who has none."""
    names = ", ".join(f'"{name}"' for name in sealed)
    con.execute(
        f"insert into {target} ({names}, {', '.join(_TECHNICAL)}) "
        f"select {names}, md5(coalesce(cast({key} as varchar), '') || '|' "
        f"|| cast({day} as varchar)), {day}, {day}, null from {source} as r "
        f"where not exists (select 1 from {target} as h "
        f"where h.{key} = r.{key} and h.dbt_valid_to is null)"
    )


def _differ(columns: Columns) -> str:
    return " or ".join(f'h."{name}" is distinct from r."{name}"' for name in columns)


def _new(known: Columns, sealed: Columns) -> Columns:
    return {name: kind for name, kind in sealed.items() if name not in known}


def _sealed_columns(item: store.StoredRelease, table: str) -> Columns:
    sealed = item.manifest["lapisan"][SNAPSHOT].get(table, {})
    return {str(name): str(kind) for name, kind in sealed.get("kolom", [])}
