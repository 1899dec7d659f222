"""Seal a layer of the release being built: immutable Parquet files and their fingerprints."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.release import store
from dagster_dtsen.release.fingerprint import FORM, table_fingerprint
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import PROVINCE, ReleaseTable, tables_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import parquet_options, quoted

# regions that are not known still need a folder
_NO_PROVINCE = "00"


def seal_layer(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId, layer: str
) -> dict[str, Any]:
    """Write every table of ``layer`` to the build folder and point schema ``layer`` at the files.

    Returns per table what :func:`record_of` says. Raises DtsenError E-SEGEL-RUSAK where the
    table has other rows than the engine says it wrote, or than are read back.
    """
    root = store.build_dir(settings, release)
    shutil.rmtree(root / layer, ignore_errors=True)
    sealed = {}
    for table in tables_of(layer):
        written = _write(con, settings, table, root / layer / table.name)
        record = record_of(con, settings, root, layer, table.name, table.key)
        there = _rows(con, table.relation)
        if not there == written == record["baris"]:
            told = f"{layer}.{table.name} ({there} → {written} → {record['baris']})"
            raise DtsenError("E-SEGEL-RUSAK", release=release, tables=told)
        sealed[table.name] = record
    create_views(con, settings, root, layer)
    return sealed


def record_of(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    root: Path,
    layer: str,
    name: str,
    key: Sequence[str],
) -> dict[str, Any]:
    """What a manifest says of the table whose files lie below ``root``, read back from them.

    Rows, fingerprint with its form, key, columns with types, files with bytes and SHA-256.
    """
    relation = store.sealed_table(settings, root, layer, name)
    rows, fingerprint, columns = table_fingerprint(con, relation, key)
    return {
        "baris": rows,
        "sidik": fingerprint,
        "bentuk_sidik": FORM,
        "kunci": list(key),
        "kolom": [list(column) for column in columns],
        "berkas": files_of(root, layer, name),
    }


def same_bytes(stored: store.StoredRelease, layer: str, name: str) -> None:
    """Hold the bytes of a table's files against its seal; a table that was not sealed has none.

    Raises DtsenError E-SEGEL-RUSAK.
    """
    sealed = stored.manifest["lapisan"][layer].get(name, {"berkas": []})
    for file in sealed["berkas"]:
        path = stored.path / file["nama"]
        if not path.is_file() or sha256(path) != file["sha256"]:
            raise DtsenError("E-SEGEL-RUSAK", release=stored.name, tables=f"{layer}.{name}")


def create_views(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    release_dir: Path,
    layer: str,
    names: Iterable[str] | None = None,
) -> None:
    """(Re)create the views of schema ``layer`` in the catalogue in use over the sealed files.

    Of the tables of today's code, or of those in ``names``: another code may have sealed others.
    """
    con.execute(f"create schema if not exists {layer}")
    for name in [table.name for table in tables_of(layer)] if names is None else names:
        relation = store.sealed_table(settings, release_dir, layer, name)
        con.execute(f"create or replace view {layer}.{name} as select * from {relation}")


def _write(
    con: duckdb.DuckDBPyConnection, settings: Settings, table: ReleaseTable, target: Path
) -> int:
    """Write the files of a table; how many rows the engine says it wrote."""
    target.mkdir(parents=True)
    order = ", ".join(table.key)
    options = parquet_options(settings)
    if not table.by_province:
        return _copied(
            con,
            f"copy (select * from {table.relation} order by {order}) "
            f"to {quoted(target / 'data.parquet')} ({options})",
        )
    rows = _copied(
        con,
        f"copy (select *, coalesce({PROVINCE}, '{_NO_PROVINCE}') as provinsi "
        f"from {table.relation} order by provinsi, {order}) "
        f"to {quoted(target)} ({options}, partition_by (provinsi), overwrite_or_ignore)",
    )
    if not any(target.rglob("*.parquet")):
        # an empty table still has a schema
        _copied(
            con,
            f"copy (select * from {table.relation}) "
            f"to {quoted(target / 'data.parquet')} ({options})",
        )
    return rows


def _copied(con: duckdb.DuckDBPyConnection, copy: str) -> int:
    return int(con.execute(copy).fetchall()[0][0])


def _rows(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(con.execute(f"select count(*) from {relation}").fetchall()[0][0])


def files_of(root: Path, layer: str, name: str) -> list[dict[str, Any]]:
    """The files of one table below ``root``, as a manifest names them: name, bytes, SHA-256."""
    return [
        {
            "nama": str(path.relative_to(root)),
            "byte": path.stat().st_size,
            "sha256": sha256(path),
        }
        for path in sorted((root / layer / name).rglob("*.parquet"))
    ]
