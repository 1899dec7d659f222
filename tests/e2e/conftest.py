"""Whole releases on a small twin, built once for all tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from filelock import FileLock

from dagster_dtsen import dbt_bridge, match_lists, orchestrate, twin
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings, get_settings
from tests.conftest import ONE_THREAD, at_home
from tests.e2e.list_desk import ROWS, Desk
from tests.proof import child, reference
from tests.tools.part_of_run import run_part

RELEASES = list(reference.RELEASES)
# groups of assets that come after the sealed snapshot, and what is trained beside releases
AFTER_SNAPSHOT = ("pengembalian", "ranking", "agregat", "marts", "hasil", "terlatih")


class Runner:
    """Runs releases of one home in this process, as `dtsen run` does, on one thread.

    The reference that they are compared with was made on two.
    """

    def __init__(self, home: Path, landing: Path, key: str | None = None) -> None:
        places = {"DTSEN_HOME": str(home), "DTSEN_LANDING": str(landing)}
        self.environment = ONE_THREAD | places
        if key:
            self.environment["DTSEN_DB_KEY"] = key

    def settings(self, monkeypatch: pytest.MonkeyPatch) -> Settings:
        monkeypatch.delenv("DTSEN_DB_KEY", raising=False)
        for name, value in self.environment.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        return get_settings()

    def freeze(self, monkeypatch: pytest.MonkeyPatch, release: str) -> Settings:
        """Up to the sealed snapshot in the build folder: no returns, no rank, no publication."""
        settings = self.settings(monkeypatch)
        with orchestrate.run_lock(settings):
            orchestrate.start(settings)
            chosen = dg.AssetSelection.all() - dg.AssetSelection.groups(*AFTER_SNAPSHOT)
            run_part(release, chosen)
        return settings

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
def reference_dir(session_dir: Path, project_home: Path) -> Path:
    """The twin and a home with both releases, made as :func:`reference.build` says.

    One for all processes of a session: the first that asks builds it.
    """
    directory = session_dir / "acuan"
    with FileLock(session_dir / "acuan.lock"):
        if not (directory / reference.FACTS).exists():
            child.fresh(reference.__name__, str(directory), str(project_home))
    return directory


@pytest.fixture(scope="session")
def landing(reference_dir: Path) -> Path:
    return reference_dir / "landing"


@pytest.fixture(scope="session")
def truth(reference_dir: Path) -> Path:
    return reference_dir / "truth"


@pytest.fixture(scope="session")
def built(reference_dir: Path, landing: Path, shared_patch: pytest.MonkeyPatch) -> Settings:
    """A home with both releases published."""
    return Runner(reference_dir / "home", landing).settings(shared_patch)


@pytest.fixture(scope="session")
def docs_page(built: Settings) -> Path:
    """The documentation of the built home."""
    with orchestrate.run_lock(built):
        orchestrate.prepare_home(built)
        return dbt_bridge.write_docs(built)


@pytest.fixture(scope="session")
def desk(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A copy of the built home with the twin's list in its landing folder."""
    base = tmp_path_factory.mktemp("daftar")
    made = base / "twin"
    twin.generate(made, reference.FAMILIES, reference.SEED, RELEASES, susenas=0, padankan=ROWS)
    shutil.copytree(made / "landing" / "padankan", base / "landing" / "padankan")
    shutil.copytree(built.root, base / "home")
    with at_home(base / "home") as settings:
        own = settings.model_copy(update={"landing": base / "landing"})
    return Desk(own, base / "landing", made / "truth")


@pytest.fixture(scope="session")
def answer(desk: Desk) -> match_lists.Answer:
    """The answer to that list."""
    return desk.answered_beside_truth()


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
