from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import backups
from dagster_dtsen.settings import Settings
from tests.backup.homes import BACKUP_KEY, at, lay_home, put


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


def settings_of(home: Path) -> Settings:
    return Settings(home=home, db_key=None, backup_key=SecretStr(BACKUP_KEY))


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that every test gets a copy of."""
    home = tmp_path_factory.mktemp("cadangan") / "home"
    lay_home(settings_of(home))
    return home


@pytest.fixture
def settings(tmp_path: Path, laid: Path) -> Settings:
    """A home with two hand-made releases and something of everything that is kept or is not."""
    shutil.copytree(laid, tmp_path / "home")
    return settings_of(tmp_path / "home")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cadangan"


@pytest.fixture
def target(settings: Settings, tmp_path: Path) -> Settings:
    return at(settings, tmp_path / "pulih")


@pytest.fixture
def saved(settings: Settings, place: Path) -> Path:
    """A backup with two generations that differ in one file."""
    backups.backup(settings, place)
    put(settings.root, "model/linkage.json", b"lain")
    backups.backup(settings, place)
    return place
