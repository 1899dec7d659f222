"""The tables of docs/linkage.md: subgroups stand where lines have them, older lines go without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_world import declared, lay_home, lay_truth
from subgroup_world import EDGES, PERSONS, records

from dagster_dtsen.evaluation.evaluate import evaluate
from tests.bench import quality, quality_table


@pytest.fixture
def line(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> dict[str, Any]:
    lay_home(con, records(), EDGES)
    truth = lay_truth(con, tmp_path, records(), PERSONS)
    result = evaluate(con, declared(), truth, draws=10, blocks=True)
    return {
        "families": 8,
        "seed": 1,
        "hard": False,
        "versions": {"code": "x"},
        "linkage": {"pasangan": {}},
        "result": result,
    }


def older(line: dict[str, Any], seed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(line))
    del found["result"]["pasangan"]["kelompok"]
    return found | {"seed": seed}


def test_subgroups_are_pooled_and_held_against_the_mean(line: dict[str, Any]) -> None:
    text = quality_table.markdown([older(line, 3), line, line | {"seed": 2}])
    rows = [row for row in text.splitlines() if row.startswith(("| mononim", "| perempuan"))]
    assert rows == [
        "| perempuan | 8 | 6 | 0.7500 | +19.44 | 4 |",
        "| mononim | 6 | 2 | 0.3333 | **-22.22** | 2 |",
    ]
    assert text.index("| umur 5-17") < text.index("| umur 18-59") < text.index("| provinsi 11")


def test_default_and_hard_twins_have_tables_of_their_own(line: dict[str, Any]) -> None:
    text = quality_table.markdown([line, line | {"hard": True}])
    default, hard = text.split("### Hard twin")
    assert default.count("| subgroup |") == hard.count("| subgroup |") == 1


def test_lines_without_subgroups_give_no_such_table(line: dict[str, Any]) -> None:
    assert "| subgroup |" not in quality_table.markdown([older(line, 1)])
    kept = [json.loads(text) for text in quality.FILE.read_text().splitlines()]
    assert "### Default twin" in quality_table.markdown(kept)
