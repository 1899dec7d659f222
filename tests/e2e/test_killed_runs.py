"""kill -9 at a fixed random moment of the second release; large counts run as `make prove`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proof import child, kill

pytestmark = pytest.mark.e2e

# an odd seed: the first release is published when the kill comes
SEED = 11


def test_a_killed_run_leaves_the_last_release_and_the_next_run_completes(
    reference_dir: Path, project_home: Path, tmp_path: Path
) -> None:
    places = [str(place) for place in (reference_dir, tmp_path, project_home)]
    (outcome,) = json.loads(child.fresh(kill.__name__, *places, json.dumps([(SEED, False)])))
    assert outcome["seed"] == SEED
    assert outcome["failures"] == []
    assert outcome["attempts"] >= 1
