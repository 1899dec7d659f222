"""Views of the working file over release files.

They follow a release from its build folder, and a home that gets its first key or loses it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.seal import create_views
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings

# a call as the engine writes it: the pattern, then options whose values may have brackets
_CALL = re.compile(r"read_parquet\('((?:[^']|'')*)'(?:, \((?:[^()]|\([^()]*\))*\))*\)")


def show(con: duckdb.DuckDBPyConnection, settings: Settings, stored: store.StoredRelease) -> None:
    """Views of the catalogue in use over the tables that the manifest of a release names."""
    for layer in (SNAPSHOT, RESULT):
        create_views(con, settings, stored.path, layer, stored.manifest["lapisan"][layer])


def follow(settings: Settings) -> str | None:
    """Let the views of the working file leave a build folder whose release is in its place.

    A run that is killed right after the rename leaves them there. The caller holds the run lock.
    Gives the name of the release, or None where there is nothing to do.
    """
    if not settings.warehouse_file.exists():
        return None
    with warehouse.connect(settings) as con:
        stored = store.standing(settings, store.in_working_file(con))
        if stored is None or not _below(con, store.build_dir(settings, stored.release)):
            return None
        show(con, settings, stored)
        return stored.name


def _below(con: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    """Whether a view reads files of ``folder``."""
    query = (
        "select count(*) from duckdb_views() where database_name = ? and not internal "
        "and contains(sql, ?)"
    )
    text = warehouse.quoted(f"{folder}/")[1:-1]
    return con.execute(query, [warehouse.ALIAS, text]).fetchall() != [(0,)]


def refresh_views(con: duckdb.DuckDBPyConnection, settings: Settings) -> int:
    """Make views that say how release files are encrypted say it as ``settings`` has it.

    They name a key and never hold it, so only the first key and the last change them. A view whose
    files are gone stays as it is. Gives the number of views made anew.
    """
    found = con.execute(
        "select sql from duckdb_views() where database_name = ? and not internal "
        "and contains(sql, 'read_parquet(') and contains(sql, 'encryption_config') != ?",
        [warehouse.ALIAS, settings.secret() is not None],
    ).fetchall()
    made = 0
    for (text,) in found:
        create = _CALL.sub(lambda call: _read(settings, call), str(text))
        with suppress(duckdb.Error):
            con.execute(create.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
            made += 1
    return made


def _read(settings: Settings, call: re.Match[str]) -> str:
    return warehouse.read_parquet(settings, call[1].replace("''", "'"))
