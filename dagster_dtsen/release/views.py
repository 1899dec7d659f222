"""Views of the working file over release files, when the home gets its first key or loses it."""

from __future__ import annotations

import re
from contextlib import suppress

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings

# a call as the engine writes it: the pattern, then options whose values may have brackets
_CALL = re.compile(r"read_parquet\('((?:[^']|'')*)'(?:, \((?:[^()]|\([^()]*\))*\))*\)")


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
