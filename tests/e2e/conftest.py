"""Whole releases on a small twin, built once for all tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import orchestrate, twin
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings, get_settings

FAMILIES = 300
SEED = 1
RELEASES = ["2026T1", "2026T2"]


class Runner:
    """Runs releases of one home in this process, as `dtsen run` does."""

    def __init__(self, home: Path, landing: Path, key: str | None = None) -> None:
        self.environment = {"DTSEN_HOME": str(home), "DTSEN_LANDING": str(landing)}
        if key:
            self.environment["DTSEN_DB_KEY"] = key

    def settings(self, monkeypatch: pytest.MonkeyPatch) -> Settings:
        monkeypatch.delenv("DTSEN_DB_KEY", raising=False)
        for name, value in self.environment.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        return get_settings()

    def run(self, monkeypatch: pytest.MonkeyPatch, *releases: str) -> Settings:
        settings = self.settings(monkeypatch)
        orchestrate.check_landing(settings)
        with orchestrate.run_lock(settings):
            orchestrate.start(settings)
            for name in releases:
                orchestrate.run_release(settings, ReleaseId.parse(name), lambda *_: None)
        return settings


@pytest.fixture(scope="session")
def shared_patch() -> Iterator[pytest.MonkeyPatch]:
    patch = pytest.MonkeyPatch()
    yield patch
    patch.undo()
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def twin_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("twin")
    twin.generate(out, FAMILIES, SEED, RELEASES, susenas=2000)
    return out


@pytest.fixture(scope="session")
def landing(twin_dir: Path) -> Path:
    return twin_dir / "landing"


@pytest.fixture(scope="session")
def truth(twin_dir: Path) -> Path:
    return twin_dir / "truth"


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, landing: Path, shared_patch: pytest.MonkeyPatch
) -> Settings:
    """A home with both releases published."""
    runner = Runner(tmp_path_factory.mktemp("home"), landing)
    return runner.run(shared_patch, *RELEASES)


@pytest.fixture
def home(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The built home, made current again for this test."""
    return Runner(built.root, built.landing).settings(monkeypatch)


@pytest.fixture
def runner(tmp_path: Path) -> Callable[..., Runner]:
    def make(landing: Path, key: str | None = None) -> Runner:
        return Runner(tmp_path / "home", landing, key)

    return make


@pytest.fixture
def copied_landing(landing: Path, tmp_path: Path) -> Path:
    target = tmp_path / "landing"
    shutil.copytree(landing, target)
    return target


def manifest(settings: Settings, release: str) -> dict[str, Any]:
    stored = store.find(settings, ReleaseId.parse(release))
    assert stored is not None
    return stored.manifest
