from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from decided_people import people, persons
from linkage_rows import link_rows, load_rows

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, db_key=None)


@pytest.fixture
def con(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.connect(settings) as connection:
        yield connection


@pytest.fixture
def alone(con: duckdb.DuckDBPyConnection, settings: Settings) -> dict[int, str | None]:
    """Without any decision: {1, 5, 8}, {2, 6, 9}, {3}, {4}, {7}."""
    load_rows(con, people())
    link_rows(con, settings)
    found = persons(con)
    assert found[1] == found[5] == found[8] != found[2]
    assert found[2] == found[6] == found[9]
    assert len(set(found.values())) == 5
    return found
