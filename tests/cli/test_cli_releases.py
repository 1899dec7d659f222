"""`dtsen as-of` and `dtsen diff`: counts on the screen, rows only in files, refusals by code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dagster_dtsen.release import acts, store, tombstones
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of
from tests.release.two_releases import LEFT, lay_both


@pytest.fixture
def published(home: Path) -> Path:
    publish(settings_of(home), "2026T1")
    return home


def test_as_of_tells_tables_and_their_seals(dtsen: Run, published: Path) -> None:
    shown = dtsen("as-of", "2026T1", "--home", published, "--verify")
    assert shown.exit_code == 0
    assert "snapshot.individu" in shown.stdout
    assert "tabel sama dengan segelnya" in shown.stdout
    told = json.loads(dtsen("as-of", "2026T1.v1", "--home", published, "--json").stdout)
    assert told["sidik"] == store.named(settings_of(published), "2026T1").manifest["sidik"]["rilis"]
    assert told["diperiksa"] is None
    assert "RAHASIA" not in shown.stdout + json.dumps(told)


def test_as_of_writes_one_table(dtsen: Run, published: Path, tmp_path: Path) -> None:
    file = tmp_path / "individu.csv"
    asked = ("as-of", "2026T1", "--home", published, "--table", "individu", "--berkas", file)
    shown = dtsen(*asked)
    assert shown.exit_code == 0
    assert "RAHASIA" not in shown.stdout
    assert "NAMA RAHASIA 1" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert_error(dtsen(*asked), "E-BERKAS-ADA", 59)


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("2026T4",), "E-VERSI-TIADA", 34),
        (("2026-1",), "E-RILIS-SALAH", 5),
        (("2026T1", "--table", "entah"), "E-TABEL-TIADA", 35),
        (("2026T1", "--table", "individu", "--true-at", "2026-02-01"), "E-WAKTU-TIADA", 36),
    ],
)
def test_what_cannot_be_answered_is_refused_by_code(
    dtsen: Run, published: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    assert_error(dtsen("as-of", *words, "--home", published), code, exit_code)


@pytest.mark.parametrize(
    "words",
    [
        ("--true-at", "kemarin"),
        ("--berkas", "x.csv"),
        ("--table", "individu", "--berkas", "x.doc"),
    ],
)
def test_a_wrong_option_is_told(dtsen: Run, published: Path, words: tuple[str, ...]) -> None:
    assert dtsen("as-of", "2026T1", "--home", published, *words).exit_code == 2


def test_a_changed_file_is_refused(dtsen: Run, published: Path) -> None:
    path = next((published / "rilis" / "2026T1.v1" / "snapshot" / "individu").rglob("*.parquet"))
    path.write_bytes(path.read_bytes() + b"x")
    assert_error(dtsen("as-of", "2026T1", "--home", published), "E-SEGEL-RUSAK", 12)
    assert_error(dtsen("diff", "2026T1", "2026T1", "--home", published), "E-SEGEL-RUSAK", 12)


def test_an_empty_home_has_no_release(dtsen: Run, home: Path) -> None:
    assert_error(dtsen("as-of", "2026T1", "--home", home), "E-VERSI-TIADA", 34)


def test_diff_shows_counts_and_writes_ids_to_files_only(
    dtsen: Run, home: Path, tmp_path: Path
) -> None:
    lay_both(settings_of(home))
    folder, page = tmp_path / "daftar", tmp_path / "selisih.html"
    words = ("diff", "2026T2", "2026T1", "--home", home, "--berkas", folder, "--page", page)
    shown = dtsen(*words)
    assert shown.exit_code == 0
    assert "14 + 6 masuk / entered - 9 keluar / left = 11" in shown.stdout
    assert "meninggal / dead" in shown.stdout
    assert (folder / "individu_keluar.csv").read_text().count("\n") == 1 + len(LEFT)
    assert "K-campur" not in shown.stdout + page.read_text()
    assert page.stat().st_mode & 0o777 == 0o600
    again = dtsen("diff", "2026T1", "2026T2", "--home", home, "--json")
    told = json.loads(again.stdout)
    assert (told["dari"], told["berkas"]) == ("2026T1.v1", [])
    assert_error(dtsen(*words), "E-BERKAS-ADA", 59)


def test_a_release_does_not_differ_from_itself(dtsen: Run, home: Path) -> None:
    lay_both(settings_of(home))
    told = json.loads(dtsen("diff", "2026T2", "2026T2", "--home", home, "--json").stdout)
    for part in ("masuk", "keluar", "gabung", "pisah", "pindah_keluarga", "nilai", "verdik"):
        assert told[part] == [], part


def test_what_does_not_balance_is_refused(dtsen: Run, home: Path) -> None:
    twice = [("mati", "meninggal"), ("mati", "nonaktif")]
    lay_both(settings_of(home), {"dikeluarkan": twice})
    result = dtsen("diff", "2026T1", "2026T2", "--home", home)
    assert_error(result, "E-SELISIH-TIMPANG", 37)


def test_a_diff_holds_the_files_it_reads_against_their_seal(dtsen: Run, home: Path) -> None:
    settings = settings_of(home)
    lay_both(settings)
    file = store.named(settings, "2026T2").path / "snapshot" / "verdik_individu" / "data.parquet"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    done = dtsen("diff", "2026T1", "2026T2", "--home", home)
    assert_error(done, "E-SEGEL-RUSAK", 12)
    assert "snapshot.verdik_individu" in done.stderr


def test_verify_tells_what_has_no_rows_and_what_is_no_release(dtsen: Run, published: Path) -> None:
    settings = settings_of(published)
    assert "destroyed" not in dtsen("verify", "--home", published).stdout
    held = settings.releases_dir / "2026T1.v1"
    shutil.copytree(held, held.with_name("2026T1.v1.bak"))
    more = {"penghapusan": "a1", "individu": 1}
    acts.enter(settings, acts.ERASE, "2026T1", "permohonan warga", "petugas", **more)
    publish(settings, "2026T1", mark="tanpa")
    assert tombstones.destroyed(settings) == ["2026T1.v1"]
    shown = dtsen("verify", "--home", published)
    assert shown.exit_code == 0
    assert "destroyed (1): 2026T1.v1" in shown.stdout
    assert "no releases, not checked: 2026T1.v1.bak" in shown.stdout
    (settings.releases_dir / "2026T1.v2" / store.TOMBSTONE).write_text("{}")
    assert_error(dtsen("verify", "--home", published), "E-SEGEL-RUSAK", 12)
