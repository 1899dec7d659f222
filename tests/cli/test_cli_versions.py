"""`dtsen releases`, `rollback` and `rebuild`: what they say, and what they refuse by code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen import journal
from dagster_dtsen.release import acts
from dagster_dtsen.settings import Settings
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import look, publish, settings_of

WHY = ("--alasan", "angka keliru", "--oleh", "petugas")


@pytest.fixture
def known(home: Path) -> Settings:
    settings = settings_of(home)
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    return settings


def test_a_rollback_is_told_and_shown_among_the_releases(dtsen: Run, known: Settings) -> None:
    entry = {"akun": "ani", "objek": "tabel", "id": "individu", "rilis": "2026T2.v1"}
    journal.append(known.access_log, entry)
    done = dtsen("rollback", "2026T1.v1", *WHY, "--home", known.home)
    assert done.exit_code == 0
    assert "readers now see: 2026T1.v1" in done.stdout
    assert "withdrawn: 2026T2.v1" in done.stdout
    assert "notes to recipients: 1" in done.stdout
    assert look(known).release == "2026T1"
    shown = dtsen("releases", "--home", known.home).stdout
    assert "ditarik / withdrawn" in shown
    told = json.loads(dtsen("releases", "--home", known.home, "--json").stdout)
    assert [(row["rilis"], row["keadaan"]) for row in told] == [
        ("2026T1.v1", "terbit"),
        ("2026T2.v1", "ditarik"),
    ]
    again = dtsen("rollback", "2026T1", *WHY, "--home", known.home)
    assert "readers see already: 2026T1.v1" in again.stdout
    assert len(acts.log(known)) == 1


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("rollback", "2026T4.v1", *WHY), "E-VERSI-TIADA", 34),
        (("rollback", "2026", *WHY), "E-RILIS-SALAH", 5),
        (("rollback", "2026T1", "--alasan", "3201010101900001"), "E-KEPUTUSAN-SALAH", 42),
    ],
)
def test_what_cannot_be_done_is_refused_by_code(
    dtsen: Run, known: Settings, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    assert_error(dtsen(*words, "--home", known.home), code, exit_code)
    assert not known.release_acts_file.exists()
    assert look(known).release == "2026T2"


def test_a_rebuild_wants_a_landing_folder_and_a_stored_release(
    dtsen: Run, known: Settings, tmp_path: Path, landing: Path
) -> None:
    nowhere = ("--landing", tmp_path / "tiada", "--home", known.home)
    assert_error(dtsen("rebuild", "2026T1", *WHY, *nowhere), "E-LANDING-TIADA", 3)
    here = ("--landing", landing, "--home", known.home)
    assert_error(dtsen("rebuild", "2026T4", *WHY, *here), "E-VERSI-TIADA", 34)
    assert not known.release_acts_file.exists()


def test_the_next_run_refuses_a_withdrawn_quarter(
    dtsen: Run, known: Settings, landing: Path
) -> None:
    dtsen("rollback", "2026T1.v1", *WHY, "--home", known.home)
    refused = dtsen("run", "--home", known.home, "--landing", landing)
    assert refused.exit_code == 54
    assert "2026T1.v1 sudah terbit" in refused.stdout
    assert "[E-RILIS-DITARIK]" in refused.stderr
    assert "dtsen rebuild 2026T2" in refused.stderr
