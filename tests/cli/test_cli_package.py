"""`dtsen open` and `dtsen verify` of a package: Indonesian first, an exit code per failure."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from dagster_dtsen import cli_package
from tests.cli.conftest import Run
from tests.envelope import packages, pki, without_certificate
from tests.envelope.packages import MARKER, PARTS


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    return pki.world().write_trust(tmp_path / "percaya")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return packages.package(tmp_path, pki.world(), pki.world().rsa)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return pki.world().rsa.write(tmp_path / "penerima", "saya", "frasa uji")


def test_a_package_is_verified_and_opened(
    dtsen: Run, package: Path, key: Path, trust: Path, tmp_path: Path
) -> None:
    shown = dtsen("verify", package, "--trust", trust, "--last", 1)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("Paket utuh dan tanda tangannya cocok")
    for words in ("PKT-2026T1-0003", "Badan Uji", "Kementerian Uji", "1 paket sebelumnya"):
        assert words in shown.stdout
    assert "masa berlakunya lewat" not in shown.stdout
    os.environ[cli_package.PASSPHRASE] = "frasa uji"
    told = dtsen("open", package, "--key", key, "--to", tmp_path / "buka", "--trust", trust)
    assert told.exit_code == 0, told.output
    assert "101 baris / rows" in told.stdout
    assert "petugas yang berhak" in told.stdout
    assert (tmp_path / "buka" / PARTS[0]).read_bytes().startswith(MARKER)
    again = dtsen("open", package, "--key", key, "--to", tmp_path / "j", "--trust", trust, "--json")
    content = json.loads(again.stdout)
    assert content["nomor"] == 3
    assert content["nomor_terlewat"] == 0
    assert MARKER.decode() not in shown.output + told.output + again.output


def test_every_failure_has_its_own_exit_code(
    dtsen: Run, package: Path, key: Path, trust: Path, tmp_path: Path
) -> None:
    def ends(code: int, *arguments: object) -> str:
        result = dtsen(*arguments)
        assert result.exit_code == code, result.output
        assert "[E-" in result.output
        return str(result.output)

    to = ("--to", tmp_path / "buka", "--trust", trust)
    os.environ[cli_package.PASSPHRASE] = "salah"
    assert "salah" not in ends(110, "open", package, "--key", key, *to).replace("sandi salah", "")
    os.environ[cli_package.PASSPHRASE] = "frasa uji"
    ends(111, "open", package, "--key", key, *to, "--last", 3)
    ends(107, "verify", package, "--trust", tmp_path)
    ends(108, "verify", tmp_path / "tiada", "--trust", trust)
    ends(108, "verify", trust, "--trust", trust)
    (package / "dokumen" / "kamus.csv").write_text("lain")
    ends(108, "open", package, "--key", key, *to)
    (package / "manifest.json").write_bytes(b"{}")
    ends(109, "open", package, "--key", key, *to)
    assert not (tmp_path / "buka").exists()
    assert dtsen("verify", package).exit_code == 2  # whom to trust is not guessed


def test_a_passphrase_is_asked_for_where_the_key_has_one(
    package: Path, key: Path, trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(cli_package.typer, "prompt", lambda *a, **k: asked.append(k) or "frasa uji")
    cli_package.open_package(package, tmp_path / "buka", key, trust)
    assert asked == [{"hide_input": True, "err": True}]
    assert (tmp_path / "buka" / PARTS[2]).exists()


def test_a_package_without_a_certificate_asks_for_its_passphrase(
    dtsen: Run, trust: Path, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = without_certificate.package(tmp_path / "sandi", pki.world(), PARTS[:1])
    shown = dtsen("verify", sealed, "--trust", trust)
    assert shown.exit_code == 0, shown.output
    assert "kata sandi / a passphrase" in shown.stdout
    asked = []
    secret = without_certificate.SECRET.text
    monkeypatch.setattr(cli_package.typer, "prompt", lambda *a, **k: asked.append(k) or secret)
    to = ("--to", tmp_path / "buka", "--trust", trust)
    done = dtsen("open", sealed, *to)
    assert done.exit_code == 0, done.output
    assert asked == [{"hide_input": True, "err": True}]
    assert "bukan data pribadi" in done.stdout
    assert "petugas yang berhak" not in done.stdout
    assert (tmp_path / "buka" / PARTS[0]).read_bytes().startswith(MARKER)
    os.environ[cli_package.PASSPHRASE] = "salah-satu"
    wrong = dtsen("open", sealed, "--to", tmp_path / "lagi", "--trust", trust)
    assert wrong.exit_code == 110
    assert secret not in shown.output + done.output + wrong.output
    assert "salah-satu" not in wrong.output
    assert not (tmp_path / "lagi").exists()
    # the other kind of package is told before anybody is asked
    other = dtsen("open", package, "--to", tmp_path / "lagi", "--trust", trust)
    assert other.exit_code == 110
    assert "--key" in other.output
    assert len(asked) == 1


def test_a_request_to_end_removes_what_is_written(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit), cli_package._politely():
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    assert signal.getsignal(signal.SIGTERM) == before
