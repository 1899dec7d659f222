from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.release.hand_made import KEY, settings_of


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "home")


@pytest.fixture(params=[None, KEY], ids=["open", "encrypted"])
def any_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """The same test in an open and in an encrypted home."""
    return settings_of(tmp_path / "home", request.param)


@pytest.fixture
def con(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.connect(settings) as connection:
        yield connection
