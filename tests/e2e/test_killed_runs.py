"""kill -9 at fixed random moments; the large count runs as `make prove`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.kill import kill_once

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("acuan")


@pytest.mark.parametrize(("seed", "aim"), [(4, False), (3, True)])
def test_a_killed_run_leaves_the_last_release_and_the_next_run_completes(
    reference: Path, tmp_path: Path, seed: int, aim: bool
) -> None:
    """Even seeds: during the first release; odd ones: during the second; aimed: at publication."""
    outcome = kill_once(reference, tmp_path, seed, aim=aim)
    assert outcome["failures"] == []
    assert outcome["attempts"] >= 1
