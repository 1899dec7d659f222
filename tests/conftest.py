"""Homes and environments: a test sees only the settings it made itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling

from dagster_dtsen import dbt_bridge
from dagster_dtsen.settings import Settings, get_settings
from tests.tools.collector import leave_what_is_there

_OURS = ("DTSEN_", "DBT_", "DAGSTER_HOME")
# tables of a few rows gain nothing from a second thread, and each core has a process of tests
ONE_THREAD = {"DTSEN_THREADS": "1"}


@contextmanager
def clean_environment() -> Iterator[None]:
    """No DTSEN_* or DBT_* variable inside but the number of threads; as before afterwards."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(_OURS):
            del os.environ[name]
    os.environ.update(ONE_THREAD)
    get_settings.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        get_settings.cache_clear()


@contextmanager
def at_home(home: Path) -> Iterator[Settings]:
    """The environment of one unencrypted home."""
    with clean_environment():
        os.environ["DTSEN_HOME"] = str(home)
        yield get_settings()


@pytest.fixture
def own_environment() -> Iterator[None]:
    """Used by every folder whose tests change the environment."""
    with clean_environment():
        yield


def pytest_configure() -> None:
    """One thread also in the folders that leave the environment as it is."""
    os.environ.update(ONE_THREAD)


_KILLED = "test_killed_runs.py"
_RELEASES = "e2e"


class FolderScheduling(LoadScopeScheduling):
    """Keeps the tests of a folder in one process; they share what their session fixtures build.

    Killed runs need of their folder only the reference, which processes share, and go apart. The
    marks of xdist (`--dist loadgroup`) are lost without a word under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _group(Path(nodeid.split("::", 1)[0]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FolderScheduling:
    return FolderScheduling(config, log)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end."""
    leave_what_is_there()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole releases take longest and come first; killed runs when their reference is there."""
    turn = {_RELEASES: "", _KILLED: "n"}
    items.sort(key=lambda item: turn.get(_group(item.path), _group(item.path)))


def _group(path: Path) -> str:
    return _KILLED if path.name == _KILLED else path.parent.name


@pytest.fixture(scope="session")
def session_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def project_home(session_dir: Path) -> Path:
    """A home for which the dbt project has been parsed; one parse for the whole session.

    The first process that asks parses, the others take over what it stored.
    """
    home = session_dir / "project"
    with FileLock(session_dir / "project.lock"), at_home(home) as settings:
        dbt_bridge.manifest(settings)
        dbt_bridge._project(settings)
    return home


@pytest.fixture(scope="session")
def manifest(project_home: Path) -> dict[str, Any]:
    """The dbt manifest of the project as it is now."""
    with at_home(project_home) as settings:
        return dbt_bridge.load_manifest(settings)
