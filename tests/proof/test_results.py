"""The results file of proofs: which seeds are still to run, and how many kills it tells of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.proof import results

WRONG = ["readers see nothing"]


def line(kind: str, seed: int, failures: list[str] | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "seed": seed, "failures": failures or []} | more


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hasil" / "prove.jsonl"
    for record in (
        line("kill", 0),
        line("kill", 1, WRONG),
        line("kill", 1),
        line("kill_sandi", 0, WRONG),
        line("kill_beruntun", 0, kills=28),
        line("kill_beruntun", 3, WRONG, kills=7),
        line("versi", 0, killed=None),
        line("versi", 1, killed=91.4),
        line("urutan", 0),
    ):
        results.append(record, path)
    return path


def test_a_seed_that_failed_comes_first_and_one_that_held_not_again(file: Path) -> None:
    assert results.pending("kill_beruntun", 5, file) == [3, 1, 2, 4]
    assert results.pending("kill", 2, file) == []
    assert results.pending("penuh", 2, file) == [0, 1]


def test_kills_are_counted_once_a_seed_whatever_proof_they_belong_to(file: Path) -> None:
    assert results.kills(file) == (2 + 1 + 28 + 7 + 1, 1 + 7)


def test_without_a_file_nothing_was_killed(tmp_path: Path) -> None:
    assert results.kills(tmp_path / "prove.jsonl") == (0, 0)
    assert results.pending("kill", 2, tmp_path / "prove.jsonl") == [0, 1]
