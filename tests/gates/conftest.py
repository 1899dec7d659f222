from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.gates.stage_rows import make


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory, as catalogue ``wh``, that passes every gate."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as wh")
    connection.execute("use wh")
    make(connection)
    yield connection
    connection.close()
