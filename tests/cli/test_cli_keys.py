"""`dtsen signing-key`, `dtsen verify --public-key`, `dtsen rotate-key`: keys and what they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import rotation
from dagster_dtsen.release import signature
from tests.audit.told import ended, unwritable
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of
from tests.release.keyed_home import NEW, OLD, few_tables, make
from tests.release.test_recover import Killed

PASSPHRASE = "sandi-uji-55aa"


@pytest.fixture
def keys(dtsen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pair made by the command, under a passphrase."""
    monkeypatch.setenv("DTSEN_SIGN_PASSPHRASE", PASSPHRASE)
    made = dtsen("signing-key", "--out", tmp_path / "kunci")
    assert made.exit_code == 0
    assert PASSPHRASE not in made.stdout
    return tmp_path / "kunci"


def test_a_signed_release_is_verified_by_the_public_key_alone(
    dtsen: Run, home: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTSEN_SIGN_KEY", str(keys / signature.PRIVATE))
    publish(settings_of(home), "2026T1")
    for name in ("DTSEN_SIGN_KEY", "DTSEN_SIGN_PASSPHRASE"):
        monkeypatch.delenv(name)
    told = dtsen("verify", "--home", home)
    assert told.exit_code == 0
    assert "tidak diperiksa" in told.stdout
    checked = dtsen("verify", "--home", home, "--public-key", keys / signature.PUBLIC)
    assert checked.exit_code == 0
    assert "tanda tangan cocok" in checked.stdout
    monkeypatch.setenv("DTSEN_VERIFY_KEY", str(keys / signature.PUBLIC))
    assert dtsen("verify", "--home", home).stdout == checked.stdout
    signature.make_pair(keys / "lain", None)
    other = dtsen("verify", "--home", home, "--public-key", keys / "lain" / signature.PUBLIC)
    assert_error(other, "E-TANDA-LAIN", 81)
    path = home / "rilis" / "2026T1.v1" / "manifest.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert_error(dtsen("verify", "--home", home), "E-TANDA-SALAH", 82)


def test_an_unsigned_release_is_told_so_and_fails_only_where_a_key_is_asked_for(
    dtsen: Run, home: Path, keys: Path
) -> None:
    publish(settings_of(home), "2026T1")
    told = dtsen("verify", "--home", home)
    assert told.exit_code == 0
    assert "tidak ditandatangani / unsigned" in told.stdout
    asked = dtsen("verify", "--home", home, "--public-key", keys / signature.PUBLIC)
    assert_error(asked, "E-TANDA-TIADA", 80)


def test_a_pair_is_not_written_over_and_a_file_that_is_no_key_is_refused(
    dtsen: Run, home: Path, keys: Path
) -> None:
    assert_error(dtsen("signing-key", "--out", keys), "E-BERKAS-ADA", 59)
    publish(settings_of(home), "2026T1")
    found = dtsen("verify", "--home", home, "--public-key", keys / signature.PRIVATE)
    assert_error(found, "E-KUNCI-TANDA", 63)


def test_the_key_comes_from_the_environment_and_a_change_half_way_is_ended_by_any_command(
    dtsen: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_tables(monkeypatch)
    settings = make(home, OLD)
    monkeypatch.setenv("DTSEN_DB_KEY", OLD)
    assert_error(dtsen("rotate-key", "--home", home), "E-KUNCI-BARU", 83)
    monkeypatch.setenv("DTSEN_NEW_DB_KEY", NEW)
    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_swap", dying)
        with pytest.raises(Killed):
            dtsen("rotate-key", "--home", home)
    assert_error(dtsen("verify", "--home", home), "E-KUNCI-SALAH", 8)
    monkeypatch.setenv("DTSEN_DB_KEY", NEW)
    shown = dtsen("verify", "--home", home)
    assert shown.exit_code == 0
    assert not settings.rotation_dir.exists()
    monkeypatch.setenv("DTSEN_DB_KEY", OLD)
    again = dtsen("rotate-key", "--home", home)
    assert again.exit_code == 0
    assert "sudah memakai kunci baru" in again.stdout
    assert not any(key in shown.output + again.output for key in (OLD, NEW))


def test_a_home_is_opened_only_when_that_is_said(
    dtsen: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_tables(monkeypatch)
    make(home, OLD)
    monkeypatch.setenv("DTSEN_DB_KEY", OLD)
    monkeypatch.setenv("DTSEN_NEW_DB_KEY", "")
    assert_error(dtsen("rotate-key", "--home", home), "E-KUNCI-BARU", 83)
    assert dtsen("rotate-key", "--open", "--home", home).exit_code == 0
    monkeypatch.delenv("DTSEN_DB_KEY")
    assert dtsen("verify", "--home", home).exit_code == 0


def test_a_change_of_the_key_stands_in_the_audit_log_or_is_not_done(
    dtsen: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_tables(monkeypatch)
    settings = make(home, OLD)
    monkeypatch.setenv("DTSEN_DB_KEY", OLD)
    codes = []

    def full() -> None:
        codes.append(dtsen("rotate-key", "--open", "--home", home).exit_code)
        raise OSError

    unwritable(settings, monkeypatch, full)
    assert codes == [97]
    assert dtsen("verify", "--home", home).exit_code == 0
    monkeypatch.setenv("DTSEN_NEW_DB_KEY", NEW)
    assert dtsen("rotate-key", "--home", home).exit_code == 0
    monkeypatch.setenv("DTSEN_DB_KEY", NEW)
    monkeypatch.delenv("DTSEN_NEW_DB_KEY")
    assert dtsen("rotate-key", "--open", "--home", home).exit_code == 0
    told = [("putus", "kunci", "ganti kunci"), ("putus", "kunci", "simpan tanpa sandi")]
    assert ended(settings, "tujuan") == told
    content = (settings.audit_dir / "jejak.jsonl").read_text()
    assert not any(key in content for key in (OLD, NEW))


def dying(*_: object) -> None:
    raise Killed
