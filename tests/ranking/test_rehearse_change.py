"""`make rehearse`: what counts as a change of the repository, and that git is not required."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dagster_dtsen.settings import PROJECT_DIR, Settings

FILES = (
    "dagster_dtsen/ranking/pmt.yml",
    "dagster_dtsen/ranking/models/kesejahteraan_v1.json",
    "dagster_dtsen/ranking/models/kesejahteraan_v3.json",
    "dagster_dtsen/settings.py",
    "dbt_project/dbt_project.yml",
    "dbt_project/seeds/aturan/batas_program.csv",
    "dbt_project/seeds/aturan/aturan_validasi.csv",
)
VARS, PROGRAMMES, VERDICTS = FILES[-3:]
Asked = list[tuple[Any, dict[str, Any], bool]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = PROJECT_DIR / "scripts" / "rehearse_change.py"
    spec = importlib.util.spec_from_file_location("rehearse_change", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def asked(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What was to be rehearsed; no twin is made."""
    found: Asked = []

    def note(before: Any, rules: dict[str, Any], model: bool) -> int:
        found.append((before, rules, model))
        return 0

    monkeypatch.setattr(script, "rehearse", note)
    return found


def git(root: Path, *arguments: str) -> None:
    own = ("-c", "user.name=uji", "-c", "user.email=uji@contoh.id", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *own, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The files that decide, on a branch of main with one commit of its own."""
    root = tmp_path / "repo"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT_DIR / name, root / name)
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root)
    git(root, "checkout", "-q", "-b", "ubah")
    (root / "catatan").write_text("x")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def replace(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new))


def test_the_state_here_is_the_settings_and_the_shipped_model(script: ModuleType) -> None:
    found = script.state(lambda path: (PROJECT_DIR / path).read_text(encoding="utf-8"))
    assert found.rules["satuan_desil"] == Settings.model_fields["satuan_desil"].default
    assert found.rules["batas_program.pkh"] == 4
    assert '"kesejahteraan_v3"' in found.model


def test_nothing_is_rehearsed_when_neither_model_nor_policy_differs(
    script: ModuleType, asked: Asked, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(repository) == 0
    assert asked == []
    assert "Model dan kebijakan sama" in capsys.readouterr().out


@pytest.mark.parametrize("committed", [True, False])
def test_a_changed_policy_is_told_from_the_rules_of_main(
    script: ModuleType, asked: Asked, repository: Path, committed: bool
) -> None:
    replace(repository, VARS, "maks_butir_kosong: 8", "maks_butir_kosong: 5")
    replace(repository, PROGRAMMES, "pkh,4", "pkh,3")
    replace(repository, VERDICTS, "ganda,nik,false,false,ganti", "ganda,nik,false,true,ganti")
    if committed:
        commit(repository)
    assert script.main(repository) == 0
    ((_, rules, model),) = asked
    assert rules == {
        "maks_butir_kosong": 8,
        "batas_program": {"pkh": 4},
        "aturan_validasi": {"ganda": {"dihitung": False}},
    }
    assert not model


def test_another_shipped_model_is_rehearsed_with_the_one_of_main(
    script: ModuleType, asked: Asked, repository: Path
) -> None:
    replace(repository, FILES[0], "model: kesejahteraan_v3", "model: kesejahteraan_v1")
    assert script.main(repository) == 0
    ((before, rules, model),) = asked
    assert '"kesejahteraan_v3"' in before.model
    assert rules == {}
    assert model


def test_on_main_the_commit_before_is_taken(
    script: ModuleType, asked: Asked, repository: Path
) -> None:
    git(repository, "checkout", "-q", "main")
    replace(repository, VARS, "maks_butir_kosong: 8", "maks_butir_kosong: 5")
    commit(repository)
    assert script.main(repository) == 0
    assert [rules for _, rules, _ in asked] == [{"maks_butir_kosong": 8}]


def test_what_decides_before_the_freeze_is_named_and_left_out(
    script: ModuleType, asked: Asked, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(repository, VERDICTS, "nonaktif,nik,false,true,ganti", "nonaktif,nik,true,,")
    assert script.main(repository) == 0
    assert asked == []
    assert "cannot be rehearsed: aturan_validasi.nonaktif.sah" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["shallow", "none", "no git"])
def test_without_history_it_says_so_and_ends_well(
    script: ModuleType,
    asked: Asked,
    repository: Path,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = repository
    if how == "shallow":
        root = repository.with_name("dangkal")
        git(repository.parent, "clone", "-q", "--depth", "1", f"file://{repository}", str(root))
    elif how == "none":
        shutil.rmtree(repository / ".git")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    else:
        monkeypatch.setenv("PATH", "")
    replace(root, VARS, "maks_butir_kosong: 8", "maks_butir_kosong: 5")
    assert script.main(root) == 0
    assert asked == []
    assert "git has nothing to compare with" in capsys.readouterr().out


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (13, 0), (9, 9), (100, 100)])
def test_only_a_model_of_another_design_is_forgiven(
    script: ModuleType, repository: Path, monkeypatch: pytest.MonkeyPatch, code: int, ends: int
) -> None:
    monkeypatch.setattr(script, "rehearse", lambda *_: code)
    replace(repository, VARS, "maks_butir_kosong: 8", "maks_butir_kosong: 5")
    assert script.main(repository) == ends
