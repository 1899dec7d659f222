"""Tables and views are put in place whole, or the old ones stay."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen.settings import PROJECT_DIR

MACROS = PROJECT_DIR / "dbt_project" / "macros" / "engine" / "materializations.sql"
PROJECT = """
name: kecil
version: "1.0.0"
config-version: 2
profile: kecil
models: {kecil: {+materialized: table}}
"""
PROFILES = """
kecil:
  target: uji
  outputs: {uji: {type: duckdb, path: kecil.duckdb, threads: 2}}
"""


class Project:
    """A dbt project of two models with the macros of the real one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "macros").mkdir(parents=True)
        (folder / "models").mkdir()
        shutil.copy(MACROS, folder / "macros")
        (folder / "dbt_project.yml").write_text(PROJECT)
        (folder / "profiles.yml").write_text(PROFILES)
        self.write("atas", "select a from {{ ref('bawah') }}", kind="view")

    def write(self, model: str, text: str, kind: str = "table", config: str = "") -> None:
        head = f"{{{{ config(materialized='{kind}'{config}) }}}}"
        (self.folder / "models" / f"{model}.sql").write_text(f"{head}\n{text}\n")

    def run(self) -> str:
        """What a run that failed says; empty for one that ended well."""
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "dbt.cli.main",
                "run",
                "--project-dir",
                ".",
                "--profiles-dir",
                ".",
            ],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "", "DO_NOT_TRACK": "1"},
        )
        return "" if done.returncode == 0 else done.stdout

    def rows(self, relation: str) -> list[int]:
        with duckdb.connect(self.folder / "kecil.duckdb", read_only=True) as con:
            return [row[0] for row in con.execute(f"from {relation} order by all").fetchall()]

    def relations(self) -> dict[str, str]:
        with duckdb.connect(self.folder / "kecil.duckdb", read_only=True) as con:
            found = con.execute("select table_name, table_type from information_schema.tables")
            return dict(found.fetchall())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "proyek")


def test_a_run_replaces_what_stood_there_and_a_failed_one_leaves_it(project: Project) -> None:
    project.write("bawah", "select 1 as a")
    assert project.run() == ""
    project.write("bawah", "select 2 as a union all select 3")
    assert project.run() == ""
    assert project.rows("bawah") == project.rows("atas") == [2, 3]
    project.write("bawah", "select cast(a as integer) as a from (values ('4'), ('x')) as t(a)")
    assert "Conversion Error" in project.run()
    assert project.rows("bawah") == project.rows("atas") == [2, 3]
    # a table becomes a view and the reverse
    project.write("bawah", "select 5 as a", kind="view")
    project.write("atas", "select a + 1 as a from {{ ref('bawah') }}")
    assert project.run() == ""
    assert project.rows("atas") == [6]
    assert project.relations() == {"bawah": "VIEW", "atas": "BASE TABLE"}


@pytest.mark.parametrize("asked", [", pre_hook='select 1'", ", grants={'select': ['x']}"])
def test_what_is_not_carried_out_is_refused(project: Project, asked: str) -> None:
    project.write("bawah", "select 1 as a", config=asked)
    assert "tidak didukung / " in project.run()
