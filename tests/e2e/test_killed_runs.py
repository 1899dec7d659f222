"""kill -9 at a fixed random moment; the large counts, also at publication, run as `make prove`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.proof import child, kill

pytestmark = pytest.mark.e2e

# (seed, aim): during the second release, the first is published
KILLS = [(11, False)]


@pytest.fixture(scope="module")
def outcomes(
    reference_dir: Path, project_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[int, dict[str, Any]]:
    work = tmp_path_factory.mktemp("terbunuh")
    places = [str(place) for place in (reference_dir, work, project_home)]
    printed = child.fresh(kill.__name__, *places, json.dumps(KILLS))
    return {outcome["seed"]: outcome for outcome in json.loads(printed)}


@pytest.mark.parametrize("seed", [seed for seed, _ in KILLS])
def test_a_killed_run_leaves_the_last_release_and_the_next_run_completes(
    outcomes: dict[int, dict[str, Any]], seed: int
) -> None:
    assert outcomes[seed]["failures"] == []
    assert outcomes[seed]["attempts"] >= 1
