from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.settings import Settings
from tests.release.hand_made import KEY, settings_of
from tests.targeting.small_release import Release, many


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


@pytest.fixture(scope="session")
def people() -> Release:
    """Some hundred families with every kind of answer."""
    return many(seed=3, families=240)
