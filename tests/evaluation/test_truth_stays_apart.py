"""Truth is for evaluation: nothing that makes a release, trains or scores may look at it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dagster_dtsen.settings import PACKAGE_DIR, PROJECT_DIR

# names that exist in truth tables only
ONLY_TRUTH = re.compile(
    r"\b(id_orang|orang_rilis|keluarga_rilis|nilai_orang|nilai_keluarga|id_keluarga_benar|"
    r"nik_bersama|tanggal_lahir_asli|"
    r"rekaman\.parquet|E-KEBENARAN-\w+)\b|[\"'/]truth[\"'/]"
)
# the twin writes truth, the evaluation reads it, the commands bring both together
MAY = {"twin", "evaluation"}
MAY_FILES = {"appraise.py", "appraise_ranking.py", "appraise_uncertainty.py", "cli.py", "errors.py"}
SUFFIXES = {".py", ".sql", ".yml", ".yaml", ".csv", ".md"}


def files() -> list[Path]:
    found = []
    for root in (PACKAGE_DIR, PROJECT_DIR / "dbt_project"):
        for path in sorted(root.rglob("*")):
            room = path.relative_to(root).parts[0]
            if path.suffix not in SUFFIXES or "__pycache__" in path.parts or room == "target":
                continue
            if root == PACKAGE_DIR and (room in MAY or room in MAY_FILES):
                continue
            found.append(path)
    return found


def mentions(path: Path) -> list[str]:
    return [match.group(0) for match in ONLY_TRUTH.finditer(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PROJECT_DIR)))
def test_nothing_else_names_what_only_truth_knows(path: Path) -> None:
    assert mentions(path) == []


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.write_text("select id_orang from read_parquet('twin/truth/rekaman.parquet')")
    assert mentions(path) == ["id_orang", "/truth/", "rekaman.parquet"]


def test_there_is_something_to_look_through() -> None:
    kinds = {path.suffix for path in files()}
    assert {".py", ".sql", ".yml", ".yaml"} <= kinds
    assert len(files()) > 200


def test_only_the_commands_import_the_evaluation() -> None:
    users = {
        path.name
        for path in PACKAGE_DIR.rglob("*.py")
        if "dagster_dtsen.evaluation" in path.read_text(encoding="utf-8")
        and path.relative_to(PACKAGE_DIR).parts[0] != "evaluation"
    }
    assert users == {"appraise.py", "appraise_ranking.py"}
