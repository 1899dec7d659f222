"""Two copies held against each other, and drills that are noted however they end."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import backups, journal
from dagster_dtsen.backup import repository
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings
from tests.backup.homes import kept, opened, put
from tests.release.test_lock import another_process


def differ(settings: Settings, first: Path, second: Path) -> str:
    with pytest.raises(DtsenError) as caught:
        backups.verify(settings, first, second)
    assert caught.value.kind.code == "E-CADANGAN-BEDA"
    return str(caught.value.details["parts"])


def test_equal_copies_are_equal_however_they_were_made(
    settings: Settings, saved: Path, tmp_path: Path
) -> None:
    second = tmp_path / "drc"
    shutil.copytree(saved, second)
    assert [item["generasi"] for item in backups.verify(settings, saved, second)] == [1, 2]
    # a backup of its own, with another salt and other pieces
    third = tmp_path / "lain"
    put(settings.root, "model/linkage.json", b"{}")
    backups.backup(settings, third)
    put(settings.root, "model/linkage.json", b"lain")
    backups.backup(settings, third)
    assert not set(opened(third).names()) & set(opened(saved).names())
    backups.verify(settings, saved, third)


def test_a_copy_that_lags_or_differs_is_told(
    settings: Settings, saved: Path, tmp_path: Path
) -> None:
    second = tmp_path / "drc"
    shutil.copytree(saved, second)
    backups.backup(settings, saved)
    assert differ(settings, saved, second).startswith("3: hanya pada yang pertama")
    assert differ(settings, second, saved).startswith("3: hanya pada yang kedua")
    put(settings.root, "model/linkage.json", b"berbeda")
    backups.backup(settings, second)
    assert differ(settings, saved, second).startswith("3: sidik lain")


def test_a_damaged_second_copy_is_no_copy(settings: Settings, saved: Path, tmp_path: Path) -> None:
    second = tmp_path / "drc"
    shutil.copytree(saved, second)
    found = opened(second)
    found.piece(found.names()[0]).unlink()
    with pytest.raises(DtsenError, match="drc"):
        backups.verify(settings, saved, second)


@pytest.mark.skipif(not shutil.which("flock"), reason="no util-linux")
def test_while_a_second_site_is_filled_no_backup_is_made(settings: Settings, saved: Path) -> None:
    """The lock of the folder is the one that docs/backup.md tells to hold around rsync."""
    waits = ["flock", "--shared", str(saved / repository.LOCK), "sh", "-c", "echo; read end"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as copying:
        assert copying.stdout
        assert copying.stdout.readline() == b"\n"
        with pytest.raises(DtsenError, match="E-SEDANG-BERJALAN"):
            backups.backup(settings, saved)
        backups.verify(settings, saved)
        copying.communicate(b"\n")
    assert backups.backup(settings, saved)["generasi"] == 3


def drills(settings: Settings) -> list[dict[str, Any]]:
    return journal.entries(settings.drills_log)


def test_a_drill_restores_checks_notes_and_leaves_nothing(settings: Settings, saved: Path) -> None:
    before = kept(settings.root)
    told = backups.drill(settings, saved)
    (noted,) = drills(settings)
    assert noted == told
    assert noted["hasil"] == "sama"
    assert (noted["generasi"], noted["berkas"]) == (2, len(before))
    assert noted["byte"] == sum(len(text) for text in before.values())
    assert noted["tabel"] > 20
    assert noted["detik"] > 0
    assert not (settings.scratch_dir / "latihan").exists()
    assert not list(settings.scratch_dir.glob(".latihan*"))
    after = kept(settings.root)
    assert after.pop("catatan/latihan.jsonl")
    assert after == before


def test_a_drill_in_a_folder_of_its_own_needs_no_lock(
    settings: Settings, saved: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "latihan"
    with another_process(settings):
        with pytest.raises(DtsenError, match="E-SEDANG-BERJALAN"):
            backups.drill(settings, saved)
        backups.drill(settings, saved, 1, folder)
    assert not folder.exists()
    with run_lock(settings):
        backups.drill(settings, saved)
    assert [item["generasi"] for item in drills(settings)] == [1, 2]


def test_a_drill_that_fails_is_noted_with_its_code(settings: Settings, saved: Path) -> None:
    (saved / repository.INDEXES / "2").unlink()
    with pytest.raises(DtsenError, match="E-CADANGAN-RUSAK"):
        backups.drill(settings, saved)
    assert [item["hasil"] for item in drills(settings)] == ["E-CADANGAN-RUSAK"]
    assert not (settings.scratch_dir / "latihan").exists()


def test_a_drill_does_not_touch_a_folder_that_holds_something(
    settings: Settings, saved: Path, tmp_path: Path
) -> None:
    put(tmp_path / "isi", "a.txt", b"x")
    with pytest.raises(DtsenError, match="E-RUMAH-TERISI"):
        backups.drill(settings, saved, None, tmp_path / "isi")
    assert (tmp_path / "isi" / "a.txt").exists()
    assert [item["hasil"] for item in drills(settings)] == ["E-RUMAH-TERISI"]


def test_a_drill_computes_the_fingerprints_from_the_rows(
    settings: Settings, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are bit by bit what the list says would pass without it."""
    from dagster_dtsen.release import status

    monkeypatch.setattr(status, "table_fingerprint", lambda *_: (0, "0" * 64, []))
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        backups.drill(settings, saved)
    assert [item["hasil"] for item in drills(settings)] == ["E-SEGEL-RUSAK"]
