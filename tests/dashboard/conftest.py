"""One page of made-up tables for the tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_dtsen import dashboards
from dagster_dtsen.dashboard import published
from dagster_dtsen.settings import Settings
from tests.dashboard import synthetic
from tests.review.chromium import Tab, browser


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published tables of all provinces."""
    base = tmp_path_factory.mktemp("papan")
    return synthetic.publish(base / "2026T2.v1.1", synthetic.counts(), synthetic.cells())


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic.seeds(tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="session")
def page(folder: Path, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of those tables."""
    path = tmp_path_factory.mktemp("halaman") / "papan.html"
    path.write_text(dashboards.html(Settings(), published.read(folder), seeds), encoding="utf-8")
    return path


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    with browser(tmp_path / "profil") as found:
        yield found
