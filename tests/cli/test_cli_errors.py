"""Errors of the commands: exit code, two lines, Indonesian first; never a trace, never a key."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from typer.testing import Result

from dagster_dtsen import orchestrate
from dagster_dtsen.errors import KINDS, DtsenError
from dagster_dtsen.errors_parcels import STAYS
from dagster_dtsen.release import store
from tests.cli.conftest import Run
from tests.release.hand_made import KEY, OTHER_KEY, publish, settings_of
from tests.release.test_lock import another_process
from tests.release.test_seal import rewrite


def assert_error(result: Result, code: str, exit_code: int) -> None:
    """Two lines on the error stream, nothing else anywhere."""
    assert result.exit_code == exit_code
    indonesian, english = result.stderr.strip().splitlines()
    kind = KINDS[code]
    assert indonesian.startswith(f"[{code}] {kind.indonesian.split('{')[0]}")
    assert english.startswith(f"[{code}] {kind.english.split('{')[0]}")
    assert indonesian != english
    assert "{" not in result.stderr
    assert result.stdout == ""


def test_no_landing_folder(dtsen: Run, home: Path, tmp_path: Path) -> None:
    result = dtsen("run", "--home", home, "--landing", tmp_path / "tiada")
    assert_error(result, "E-LANDING-TIADA", 3)
    assert "tiada" in result.stderr
    assert not home.exists()


def test_the_landing_is_a_file(dtsen: Run, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "berkas"
    path.write_text("x")
    assert_error(dtsen("run", "--home", home, "--landing", path), "E-LANDING-TAK-TERBACA", 4)


def test_the_landing_is_empty(dtsen: Run, home: Path, tmp_path: Path) -> None:
    result = dtsen("run", "--home", home, "--landing", tmp_path)
    assert_error(result, "E-LANDING-TAK-TERBACA", 4)


def test_the_landing_holds_files_but_no_note(dtsen: Run, home: Path, landing: Path) -> None:
    note = landing / "dukcapil" / "2026T1" / "pengantar.yml"
    note.rename(note.with_name("data.csv"))
    result = dtsen("run", "--home", home, "--landing", landing)
    assert_error(result, "E-LANDING-TAK-TERBACA", 4)


def test_the_landing_may_not_be_read(
    dtsen: Run, home: Path, landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated, as the one who runs the tests may be allowed to read everything."""
    with monkeypatch.context() as patch:
        patch.setattr(orchestrate.os, "access", lambda path, *_: Path(path) != landing)
        result = dtsen("run", "--home", home, "--landing", landing)
    assert_error(result, "E-LANDING-TAK-TERBACA", 4)


@pytest.mark.parametrize("text", ["", "- a", "tanggal_kirim: kemarin", "[" * 5000, "a: 2026-02-31"])
def test_no_note_of_the_landing_can_be_understood(
    dtsen: Run, home: Path, landing: Path, text: str
) -> None:
    (landing / "dukcapil" / "2026T1" / "pengantar.yml").write_text(text)
    result = dtsen("run", "--home", home, "--landing", landing)
    assert_error(result, "E-LANDING-TAK-TERBACA", 4)


@pytest.mark.parametrize("release", ["2026T5", "2026", "T1", "2026t1", "2026T1.v1", "../2026T1"])
def test_a_wrong_release_id_is_refused_before_anything_is_touched(
    dtsen: Run, home: Path, landing: Path, release: str
) -> None:
    result = dtsen("run", "--home", home, "--landing", landing, "--release", release)
    assert_error(result, "E-RILIS-SALAH", 5)
    assert release in result.stderr
    assert not home.exists()


def test_a_wrong_release_id_for_the_twin(dtsen: Run, tmp_path: Path) -> None:
    out = tmp_path / "twin"
    result = dtsen("twin", "generate", "--out", out, "--releases", "2026T1,2026X2")
    assert_error(result, "E-RILIS-SALAH", 5)
    assert not out.exists()


@pytest.mark.parametrize(("release", "expected"), [("2026T3", "2026T2"), ("2026T2", "2026T1")])
def test_a_gap_in_an_empty_home(
    dtsen: Run, home: Path, landing: Path, release: str, expected: str
) -> None:
    result = dtsen("run", "--home", home, "--landing", landing, "--release", release)
    assert_error(result, "E-RANTAI-PUTUS", 6)
    assert expected in result.stderr
    assert store.stored(settings_of(home)) == []


@pytest.mark.parametrize(("release", "expected"), [("2026T3", "2026T2"), ("2025T4", "2025T3")])
def test_a_gap_after_or_before_the_published_chain(
    dtsen: Run, home: Path, landing: Path, release: str, expected: str
) -> None:
    publish(settings_of(home), "2026T1")
    result = dtsen("run", "--home", home, "--landing", landing, "--release", release)
    assert_error(result, "E-RANTAI-PUTUS", 6)
    assert expected in result.stderr


@pytest.fixture
def busy(home: Path) -> Iterator[Path]:
    """A home at which another process works."""
    with another_process(settings_of(home)):
        yield home


@pytest.mark.parametrize(
    "command", [("run",), ("docs",), ("train", "kesejahteraan"), ("train", "linkage")]
)
def test_a_second_run_at_once(
    dtsen: Run, busy: Path, landing: Path, command: tuple[str, ...]
) -> None:
    options = [] if command == ("docs",) else ["--landing", landing]
    result = dtsen(*command, "--home", busy, *options)
    assert_error(result, "E-SEDANG-BERJALAN", 7)
    assert [path.name for path in busy.iterdir()] == ["dtsen.lock"]


def test_dbt_by_hand_waits_for_no_run(
    dtsen: Run, busy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTSEN_HOME", str(busy))
    assert_error(dtsen("dbt", "build"), "E-SEDANG-BERJALAN", 7)


def test_training_before_any_release(dtsen: Run, home: Path, landing: Path) -> None:
    result = dtsen("train", "kesejahteraan", "--home", home, "--landing", landing)
    assert_error(result, "E-RILIS-TIADA", 11)


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted home with one release; commands with a wrong key leave it as it is."""
    home = tmp_path_factory.mktemp("encrypted") / "home"
    publish(settings_of(home, KEY), "2026T1")
    return home


@pytest.mark.parametrize("command", ["status", "verify", "run"])
@pytest.mark.parametrize("key", [OTHER_KEY, ""])
def test_a_wrong_key(
    dtsen: Run,
    encrypted: Path,
    landing: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    key: str,
) -> None:
    monkeypatch.setenv("DTSEN_DB_KEY", key)
    options = ["--landing", landing] if command == "run" else []
    result = dtsen(command, "--home", encrypted, *options)
    assert_error(result, "E-KUNCI-SALAH", 8)
    assert KEY not in result.output
    assert OTHER_KEY not in result.output


def test_a_key_for_an_open_home(dtsen: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(settings_of(home), "2026T1")
    monkeypatch.setenv("DTSEN_DB_KEY", KEY)
    result = dtsen("status", "--home", home)
    assert_error(result, "E-KUNCI-SALAH", 8)
    assert KEY not in result.output


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_status_without_a_release(dtsen: Run, home: Path, options: tuple[str, ...]) -> None:
    assert_error(dtsen("status", "--home", home, *options), "E-RILIS-TIADA", 11)
    assert not home.exists()


def test_a_broken_seal(dtsen: Run, home: Path) -> None:
    stored = publish(settings_of(home), "2026T1")
    file = stored.path / "hasil" / "bridge_anggota_keluarga" / "data.parquet"
    rewrite(file, "'DIUBAH' as tanda")
    result = dtsen("verify", "--home", home)
    assert_error(result, "E-SEGEL-RUSAK", 12)
    assert "hasil.bridge_anggota_keluarga" in result.stderr


def test_a_key_is_shown_by_no_error_of_a_process_of_its_own(encrypted: Path, landing: Path) -> None:
    """The whole output of a real process, with the wrong key in its environment."""
    command = ["-m", "dagster_dtsen.cli", "run", "--home", encrypted, "--landing", landing]
    result = subprocess.run(
        [sys.executable, *command],
        env={"DTSEN_DB_KEY": OTHER_KEY, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 8
    assert result.stderr.count("[E-KUNCI-SALAH]") == 2
    for text in (KEY, OTHER_KEY, "Traceback"):
        assert text not in result.stdout + result.stderr


def test_every_kind_of_error_is_bilingual_and_has_a_code_of_its_own() -> None:
    # of the errors that keep something in the house, all end with one number
    held = [kind.code for kind in KINDS.values() if kind.exit_code == STAYS]
    assert held == ["E-KIRIM", "E-UNGKAP"]
    # the working file holds another release than is asked of it
    number = KINDS["E-GUDANG-LAIN"].exit_code
    other = [kind.code for kind in KINDS.values() if kind.exit_code == number]
    assert other == ["E-EVALUASI-USANG", "E-GUDANG-LAIN"]
    shared = len(held) - 1 + len(other) - 1
    assert len({kind.exit_code for kind in KINDS.values()}) == len(KINDS) - shared
    for kind in KINDS.values():
        # 64 to 78 have meanings of their own (sysexits.h), from 126 on it is the shell that speaks
        assert 2 < kind.exit_code < 64 or 78 < kind.exit_code < 126
        fields = [
            {name for _, name, _, _ in Formatter().parse(text) if name}
            for text in (kind.indonesian, kind.english)
        ]
        assert fields[0] == fields[1]
        error = DtsenError(kind.code, **dict.fromkeys(fields[0], "x"))
        indonesian, english = error.message.splitlines()
        assert indonesian.startswith(f"[{kind.code}] ")
        assert english.startswith(f"[{kind.code}] ")
        assert indonesian != english
