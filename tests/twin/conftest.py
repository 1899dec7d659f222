"""Small twins, made once per session."""

from __future__ import annotations

from typing import Any

import pytest
from twin_samples import RELEASES, Maker, Twin

from dagster_dtsen.twin import generate


@pytest.fixture(scope="session")
def make_twin(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Makes a twin in a folder of its own."""

    def make(keluarga: int, seed: int = 1, susenas: int = 500, **options: Any) -> Twin:
        out = tmp_path_factory.mktemp("twin")
        releases = options.pop("releases", RELEASES)
        return Twin(out, generate(out, keluarga, seed, releases, susenas=susenas, **options))

    return make


@pytest.fixture(scope="session")
def small(make_twin: Maker) -> Twin:
    return make_twin(300)


@pytest.fixture(scope="session")
def measured(make_twin: Maker) -> Twin:
    """Large enough to hold error rates against their table."""
    return make_twin(12_000, seed=11, releases=["2026T1"], padankan=12_000)


@pytest.fixture(scope="session")
def measured_hard(make_twin: Maker) -> Twin:
    return make_twin(12_000, seed=12, releases=["2026T1"], hard=True, padankan=12_000)


@pytest.fixture(scope="session")
def large(make_twin: Maker) -> Twin:
    """Large enough to see error rates and the training survey."""
    return make_twin(6_000, seed=7, susenas=8_000)
