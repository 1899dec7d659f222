"""`dtsen history`: rebuilt under the run lock, compared without it, refusals by code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from dagster_dtsen import warehouse
from dagster_dtsen.release import working_file
from dagster_dtsen.release.lock import run_lock
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of


def assert_differing(result: Result) -> None:
    """The counts on the screen, the code on the error stream."""
    assert result.exit_code == 53
    assert all(line.startswith("[E-RIWAYAT-BEDA]") for line in result.stderr.splitlines())
    assert "riwayat_keluarga" in result.stdout


@pytest.fixture
def published(home: Path) -> Path:
    for name in ("2026T1", "2026T2"):
        publish(settings_of(home), name)
    return home


def test_a_lost_history_is_told_and_rebuilt(dtsen: Run, published: Path) -> None:
    assert_differing(dtsen("history", "verify", "--home", published))
    (published / "gudang.duckdb").unlink()
    assert_differing(dtsen("history", "verify", "--home", published))
    assert not (published / "gudang.duckdb").exists()
    rebuilt = dtsen("history", "rebuild", "--home", published)
    assert rebuilt.exit_code == 0
    assert "2026T1.v1, 2026T2.v1" in rebuilt.stdout
    # a run takes it as it was left
    assert working_file.check(settings_of(published)) == []
    shown = dtsen("history", "verify", "--home", published)
    assert shown.exit_code == 0
    told = json.loads(dtsen("history", "verify", "--home", published, "--json").stdout)
    assert told["tercatat"] == told["rilis"] == ["2026T1.v1", "2026T2.v1"]
    # every row of the second release is marked anew, so every row of the first was closed
    assert [item["tersimpan"] for item in told["riwayat"]] == [16, 16, 16]
    assert "RAHASIA" not in rebuilt.stdout + shown.stdout + json.dumps(told)


def test_a_sound_working_file_is_not_set_aside_for_its_new_history(
    dtsen: Run, published: Path
) -> None:
    settings = settings_of(published)
    dtsen("history", "rebuild", "--home", published)
    working_file.leave(settings)
    assert dtsen("history", "rebuild", "--to", "2026T1", "--home", published).exit_code == 0
    assert working_file.check(settings) == []


def test_a_changed_cell_is_found(dtsen: Run, published: Path) -> None:
    dtsen("history", "rebuild", "--home", published)
    with warehouse.connect(settings_of(published)) as con:
        con.execute("update history.riwayat_keluarga set nama = 'x' where nama = 'NAMA RAHASIA 3'")
    shown = dtsen("history", "verify", "--home", published)
    assert_differing(shown)
    assert "riwayat_keluarga" in shown.stderr
    assert "riwayat_individu" not in shown.stderr


def test_rebuilt_up_to_a_release_it_is_that_of_then(dtsen: Run, published: Path) -> None:
    dtsen("history", "rebuild", "--to", "2026T1", "--home", published)
    assert dtsen("history", "verify", "--to", "2026T1.v1", "--home", published).exit_code == 0
    assert_differing(dtsen("history", "verify", "--home", published))


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("verify", "--to", "2026T4"), "E-VERSI-TIADA", 34),
        (("rebuild", "--to", "2026T4"), "E-VERSI-TIADA", 34),
        (("rebuild", "--to", "2026"), "E-RILIS-SALAH", 5),
    ],
)
def test_a_release_that_is_not_there_is_refused(
    dtsen: Run, published: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    assert_error(dtsen("history", *words, "--home", published), code, exit_code)


def test_an_empty_home_has_no_history(dtsen: Run, home: Path) -> None:
    for act in ("verify", "rebuild"):
        assert_error(dtsen("history", act, "--home", home), "E-RILIS-TIADA", 11)


def test_a_key_that_is_not_of_the_home_makes_no_file(
    dtsen: Run, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (published / "gudang.duckdb").unlink()
    monkeypatch.setenv("DTSEN_DB_KEY", "kunci-lain")
    assert_error(dtsen("history", "rebuild", "--home", published), "E-KUNCI-SALAH", 8)
    assert not (published / "gudang.duckdb").exists()


def test_only_rebuilding_waits_for_a_run(dtsen: Run, published: Path) -> None:
    dtsen("history", "rebuild", "--home", published)
    with run_lock(settings_of(published)):
        for act, expected in (("verify", 0), ("rebuild", 7)):
            words = [sys.executable, "-m", "dagster_dtsen.cli", "history", act]
            found = subprocess.run(
                [*words, "--home", str(published)], capture_output=True, check=False, env=os.environ
            )
            assert found.returncode == expected, found.stderr
