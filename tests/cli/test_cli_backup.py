"""`dtsen backup`, `restore` and `drill`: what they print, their codes, and no key anywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_dtsen.backup import repository
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of

KEY, OTHER = "kunci-cadangan-uji-81c4", "kunci-cadangan-lain-22ab"


@pytest.fixture
def published(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    publish(settings_of(home), "2026T1")
    monkeypatch.setenv("DTSEN_BACKUP_KEY", KEY)
    return home


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cadangan"


def test_there_and_back(dtsen: Run, published: Path, place: Path, tmp_path: Path) -> None:
    made = dtsen("backup", "--to", place, "--home", published)
    assert made.exit_code == 0
    assert "2026T1.v1" in made.stdout
    checked = dtsen("backup", "verify", "--from", place)
    assert checked.exit_code == 0
    assert "Semua berkas sama dengan daftarnya" in checked.stdout
    target = tmp_path / "pulih"
    back = dtsen("restore", "--from", place, "--home", target)
    assert back.exit_code == 0
    status = [
        json.loads(dtsen("status", "--home", item, "--json").stdout) for item in (published, target)
    ]
    assert status[0]["fingerprint"] == status[1]["fingerprint"]
    assert dtsen("verify", "--all", "--home", target).exit_code == 0
    drilled = dtsen("drill", "--from", place, "--home", target)
    assert drilled.exit_code == 0
    assert "tabel sama dengan segelnya" in drilled.stdout
    for result in (made, checked, back, drilled):
        assert KEY not in result.output
        assert "RAHASIA" not in result.output


def test_figures_as_json(dtsen: Run, published: Path, place: Path, tmp_path: Path) -> None:
    made = json.loads(dtsen("backup", "--to", place, "--home", published, "--json").stdout)
    again = dtsen("backup", "--to", place, "--keep", 1, "--home", published, "--json")
    assert json.loads(again.stdout)["dilepas"] == [1]
    (checked,) = json.loads(dtsen("backup", "verify", "--from", place, "--json").stdout)
    back = dtsen("restore", "--from", place, "--home", tmp_path / "pulih", "--json")
    drilled = dtsen("drill", "--from", place, "--home", tmp_path / "pulih", "--json")
    told = [checked, json.loads(back.stdout), json.loads(drilled.stdout)]
    # the log of acts has grown since the first one, so the second is another
    assert len({item["sidik"] for item in told} | {made["sidik"]}) == 2
    assert {item["generasi"] for item in told} == {2}


def test_two_copies(dtsen: Run, published: Path, place: Path, tmp_path: Path) -> None:
    second = tmp_path / "drc"
    dtsen("backup", "--to", place, "--home", published)
    shutil.copytree(place, second)
    asked = ("backup", "verify", "--from", place, "--against", second)
    equal = dtsen(*asked)
    assert equal.exit_code == 0
    assert "Kedua salinan sama" in equal.stdout
    dtsen("backup", "--to", place, "--home", published)
    assert_error(dtsen(*asked), "E-CADANGAN-BEDA", 48)


def test_what_is_refused_has_a_code(
    dtsen: Run, published: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "pulih"
    restore = ("restore", "--from", place, "--home", target)
    assert_error(dtsen(*restore), "E-CADANGAN-TIADA", 88)
    dtsen("backup", "--to", place, "--home", published)
    assert_error(dtsen(*restore, "--generation", 4), "E-CADANGAN-TIADA", 88)
    assert_error(dtsen("restore", "--from", place, "--home", published), "E-RUMAH-TERISI", 44)
    inside = dtsen("backup", "--to", published / "arsip", "--home", published)
    assert_error(inside, "E-CADANGAN-GAGAL", 49)
    with repository.writing(place):
        busy = dtsen("backup", "--to", place, "--home", published)
    assert_error(busy, "E-SEDANG-BERJALAN", 7)
    monkeypatch.setenv("DTSEN_BACKUP_KEY", OTHER)
    wrong = dtsen(*restore)
    assert_error(wrong, "E-CADANGAN-KUNCI", 38)
    assert OTHER not in wrong.output
    monkeypatch.delenv("DTSEN_BACKUP_KEY")
    bare = dtsen("backup", "--to", tmp_path / "polos", "--home", published)
    assert_error(bare, "E-CADANGAN-KUNCI", 38)
    assert (
        dtsen("backup", "--to", tmp_path / "polos", "--plain", "--home", published).exit_code == 0
    )
    monkeypatch.setenv("DTSEN_BACKUP_KEY", KEY)
    (place / repository.INDEXES / "1").unlink()
    assert_error(dtsen(*restore), "E-CADANGAN-RUSAK", 39)
    assert not target.exists()


def test_a_folder_to_write_to_must_be_named(dtsen: Run, published: Path) -> None:
    assert dtsen("backup", "--home", published).exit_code == 2
    assert dtsen("backup", "--to", "x", "--keep", 0).exit_code == 2


def test_no_key_is_shown_or_written_by_a_process_of_its_own(published: Path, place: Path) -> None:
    command = [sys.executable, "-m", "dagster_dtsen.cli", "backup", "--to", place]
    result = subprocess.run(
        [*command, "--home", published],
        env={"DTSEN_BACKUP_KEY": KEY, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert KEY not in result.stdout + result.stderr
    for folder in (place, published):
        for path in folder.rglob("*"):
            assert not path.is_file() or KEY.encode() not in path.read_bytes()
