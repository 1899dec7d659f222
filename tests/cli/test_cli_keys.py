"""`dtsen signing-key` and `dtsen verify --public-key`: what is signed is told and held to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.release import signature
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of

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
