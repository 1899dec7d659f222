"""The working file, for desks that read what the last run left in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings


@contextmanager
def holding(
    settings: Settings, schema: str, *tables: str
) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """A connection for reading under the run lock, and the release that the working file holds.

    Raises DtsenError E-RILIS-TIADA where one of ``tables`` is not there, and E-SEDANG-BERJALAN.
    """
    if not settings.warehouse_file.exists():
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    with run_lock(settings), warehouse.connect(settings, read_only=True) as con:
        held = con.execute(
            "select count(*) from duckdb_tables() where database_name = 'wh' "
            "and schema_name = ? and list_contains(?, table_name)",
            [schema, list(tables)],
        ).fetchall()
        if held != [(len(tables),)]:
            raise DtsenError("E-RILIS-TIADA", home=settings.home)
        yield con, str(con.execute("select id_rilis from wh.kendali.rilis").fetchall()[0][0])
