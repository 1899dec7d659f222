"""`dtsen audit`: what it tells of the chain, and how it ends when the chain does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen.settings import Settings, get_settings
from tests.audit.chains import PEOPLE, lay, lines, put, resealed
from tests.audit.test_recorded import fill
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error


@pytest.fixture
def at(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with an outside place, in the environment; twelve events lie in its log."""
    (tmp_path / "luar").mkdir()
    values = {"HOME": home, "AUDIT_ANCHOR": tmp_path / "luar", "AUDIT_EVERY": 10}
    for name, value in values.items():
        monkeypatch.setenv(f"DTSEN_{name}", str(value))
    get_settings.cache_clear()
    lay(get_settings(), 12)
    return get_settings()


def test_a_whole_log_says_how_far_it_is_anchored(
    dtsen: Run, at: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = dtsen("audit", "verify")
    assert told.exit_code == 0
    assert "Utuh, berjangkar sampai / whole, anchored up to 10" in told.stdout
    assert "belum berjangkar / not anchored yet: 2" in told.stdout
    written = dtsen("audit", "head")
    assert written.stdout.strip().endswith("kepala-12.json")
    assert json.loads(dtsen("audit", "verify", "--json").stdout)["berjangkar"] == 12
    monkeypatch.delenv("DTSEN_AUDIT_ANCHOR")
    told = dtsen("audit", "verify")
    assert told.exit_code == 0
    assert "unanchored" in told.stdout
    assert "Utuh" not in told.stdout
    assert_error(dtsen("audit", "head"), "E-JEJAK-TEMPAT", 106)


def test_a_broken_log_ends_with_its_code(dtsen: Run, at: Settings) -> None:
    whole = lines(at)
    put(at, [*whole[:4], *whole[5:]])
    told = dtsen("audit", "verify")
    assert told.exit_code == 104
    assert "peristiwa 5: dihapus" in told.stderr
    shown = dtsen("audit", "verify", "--json")
    assert shown.exit_code == 104
    assert json.loads(shown.stdout)["kerusakan"][0]["nomor"] == 5
    put(at, whole[:7])
    assert "truncated, kepala / head 10" in dtsen("audit", "verify").stderr
    assert_error(dtsen("audit", "head"), "E-JEJAK-RUSAK", 104)
    assert_error(dtsen("audit", "who-saw", PEOPLE[0]), "E-JEJAK-RUSAK", 104)


def test_the_list_shows_the_last_events_and_nobody(dtsen: Run, at: Settings) -> None:
    told = dtsen("audit", "list", "--last", 3)
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["10", "11", "12"]
    assert not [person for person in PEOPLE if person in told.stdout]
    found = json.loads(dtsen("audit", "list", "--act", "izin", "--json").stdout)
    assert [entry["nomor"] for entry in found] == [3, 6, 9, 12]
    assert dtsen("audit", "list", "--act", "intip").exit_code == 2


def test_what_moves_a_terminal_is_not_printed(dtsen: Run, at: Settings) -> None:
    entry = json.loads(lines(at)[-1])
    put(at, [*lines(at)[:-1], resealed(entry | {"penerima": "\x1b[2Jx"})])
    told = dtsen("audit", "list").stdout
    assert "\x1b" not in told
    assert "[2Jx" in told


def test_who_saw_tells_the_events_and_is_recorded(dtsen: Run, at: Settings) -> None:
    told = dtsen("audit", "who-saw", PEOPLE[0], "--tujuan", "permohonan akses")
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.stdout.splitlines()[:2]] == ["1", "10"]
    assert PEOPLE[0] not in told.stdout
    last = json.loads(dtsen("audit", "list", "--last", 1, "--json").stdout)[0]
    assert (last["tindakan"], last["tujuan"]) == ("telusur", "permohonan akses")
    assert_error(dtsen("audit", "who-saw", "3201010101010001"), "E-JEJAK-SALAH", 105)


def test_on_a_full_disk_nobody_is_told_anything(
    dtsen: Run, at: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch, at)
    assert_error(dtsen("audit", "who-saw", PEOPLE[0]), "E-DISK-PENUH", 97)


def test_the_key_is_made_on_request_once(
    dtsen: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTSEN_AUDIT_KEY_FILE", str(tmp_path / "brankas" / "jejak"))
    assert dtsen("audit", "key", "--home", home).stdout == ""
    told = dtsen("audit", "key", "--make", "--home", home)
    assert "sekarang / present" in told.stdout
    assert dtsen("audit", "key", "--home", home).stdout == told.stdout
    assert_error(dtsen("audit", "key", "--make", "--home", home), "E-BERKAS-ADA", 59)
