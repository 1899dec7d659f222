"""`buka.sh` of a package that a passphrase opens: checks first, then age, whole or nothing."""

from __future__ import annotations

import os
import pty
import shutil
import time
from pathlib import Path

import pytest

from dagster_dtsen.envelope import manifest
from dagster_dtsen.files import sha256
from dagster_dtsen.settings import PROJECT_DIR
from tests.envelope import pki
from tests.envelope.without_certificate import SEALED, SECRET, script, signed_anew, stand_in


def test_the_script_opens_it_with_age(good: Path, world: pki.World, tmp_path: Path) -> None:
    trust = world.write_trust(tmp_path / "percaya")
    tools = stand_in(tmp_path / "alat", tmp_path / "dipanggil")
    done = script(good, tmp_path / "buka", trust, tools)
    assert done.returncode == 0, done.stderr
    for name in SEALED:
        clear = (good.parent / "terang" / name).read_bytes()
        assert (tmp_path / "buka" / name).read_bytes() == clear


@pytest.mark.parametrize("case", ["part", "manifest", "signer", "script"])
def test_the_script_checks_before_it_opens(
    good: Path, world: pki.World, tmp_path: Path, case: str
) -> None:
    trust = world.write_trust(tmp_path / "percaya")
    copy = tmp_path / "paket"
    shutil.copytree(good, copy)
    if case == "signer":
        (trust / "penanda.crt").write_bytes(pki.pem(world.ec.certificate))
    else:
        names = {"part": f"data/{SEALED[1]}.age", "manifest": manifest.MANIFEST}
        path = copy / names.get(case, "BACA.txt")
        path.write_bytes(path.read_bytes() + b"\n")
    tools = stand_in(tmp_path / "alat", tmp_path / "dipanggil")
    done = script(copy, tmp_path / "buka", trust, tools)
    assert done.returncode != 0
    assert "GAGAL" in done.stderr
    assert not (tmp_path / "buka").exists()
    assert not (tmp_path / "dipanggil").exists()


@pytest.mark.parametrize("case", ["passphrase", "clear"])
def test_the_script_removes_what_it_wrote(
    good: Path, world: pki.World, tmp_path: Path, case: str
) -> None:
    trust = world.write_trust(tmp_path / "percaya")
    copy = signed_anew(good, world, tmp_path, sha256="0" * 64) if case == "clear" else good
    tools = stand_in(tmp_path / "alat", tmp_path / "dipanggil")
    secret = "salah" if case == "passphrase" else SECRET.text
    done = script(copy, tmp_path / "buka", trust, tools, secret)
    assert done.returncode != 0
    assert (tmp_path / "dipanggil").exists()
    assert not (tmp_path / "buka").exists()


@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")
def test_the_program_age_opens_it(good: Path, world: pki.World, tmp_path: Path) -> None:
    """It asks a terminal for the passphrase, once per part."""
    trust = world.write_trust(tmp_path / "percaya")
    command = ["sh", str(good / "buka.sh"), str(tmp_path / "buka")]
    command += [str(trust / "akar.pem"), str(trust / "penanda.crt")]
    child, terminal = pty.fork()
    if not child:
        os.execvp("sh", command)
    shown, answered = b"", 0
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
            if shown.count(b"Enter passphrase") > answered:
                answered += 1
                time.sleep(0.2)
                os.write(terminal, f"{SECRET.text}\n".encode())
    except OSError:  # the other side of the terminal was closed
        pass
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown
    assert answered == len(SEALED)
    assert SECRET.text.encode() not in shown
    for name in SEALED:
        clear = (good.parent / "terang" / name).read_bytes()
        assert (tmp_path / "buka" / name).read_bytes() == clear


def test_the_docs_name_the_hash_of_this_script(good: Path) -> None:
    text = (PROJECT_DIR / "docs" / "package.md").read_text(encoding="utf-8")
    assert f"\n{sha256(good / 'buka.sh')}\n" in text
