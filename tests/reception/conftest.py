from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", db_key=None)


@pytest.fixture
def con(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.connect(settings) as connection:
        yield connection


@pytest.fixture
def desk(con: duckdb.DuckDBPyConnection, settings: Settings, tmp_path: Path) -> Desk:
    return Desk(con, settings, tmp_path / "landing")
