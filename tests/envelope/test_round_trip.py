"""Sealed, checked, opened: by dtsen and by openssl alone; nothing clear on the way."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from dagster_dtsen.envelope import manifest
from dagster_dtsen.envelope.certificates import fingerprint
from dagster_dtsen.envelope.check import check
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.envelope.opened import open_package
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.settings import PROJECT_DIR
from tests.envelope import packages, pki
from tests.envelope.packages import DOCUMENT, FILES, MARKER, PARTS, PRIVATE_DOCUMENT


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def script(
    package: Path, key: Path, target: Path, trust: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """buka.sh as a recipient runs it, with nothing of this project around."""
    command = ["sh", str(package / "buka.sh"), str(key), str(target)]
    command += [str(trust / "akar.pem"), str(trust / "penanda.crt")]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], **more},
    )


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("passphrase", [None, "frasa panjang uji"])
def test_a_recipient_gets_back_what_was_sealed(
    tmp_path: Path, world: pki.World, kind: str, passphrase: str | None
) -> None:
    holder = getattr(world, kind)
    package = packages.package(tmp_path, world, holder)
    key = holder.write(tmp_path / "penerima", "saya", passphrase)
    target = tmp_path / "buka"
    found = open_package(package, target, Key(key, passphrase), world.trust, pki.NOW, last=2)
    opened, clear = contents(target), contents(tmp_path / "terang")
    assert opened.pop(manifest.MANIFEST) == (package / manifest.MANIFEST).read_bytes()
    assert opened == clear
    assert target.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in target.iterdir())
    assert found.manifest.about == packages.about()
    assert found.manifest.sertifikat == fingerprint(holder.certificate)
    assert found.signed.signer == world.agency.certificate


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_openssl_and_sha256sum_are_enough(tmp_path: Path, world: pki.World, kind: str) -> None:
    holder = getattr(world, kind)
    package = packages.package(tmp_path, world, holder)
    trust = world.write_trust(tmp_path / "percaya")
    key = holder.write(tmp_path / "penerima", "saya", "frasa")
    done = script(package, key, tmp_path / "buka", trust, KATA_SANDI="frasa")
    assert done.returncode == 0, done.stderr
    opened, clear = contents(tmp_path / "buka"), contents(tmp_path / "terang")
    opened.pop(manifest.MANIFEST)
    clear.pop(DOCUMENT)  # lies open in the package
    assert opened == clear


def test_the_package_holds_what_it_says_and_nothing_clear(package: Path) -> None:
    told = json.loads((package / manifest.MANIFEST).read_bytes())
    paths = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    sealed = {f"data/{name}.cms" for name in (*PARTS, PRIVATE_DOCUMENT)}
    own = {"manifest.json", "manifest.json.p7s", "buka.sh", "BACA.txt", f"dokumen/{DOCUMENT}"}
    assert paths == sealed | own
    assert {item["nama"] for item in told["berkas"]} == {
        *(item[0] for item in FILES),
        "buka.sh",
        "BACA.txt",
    }
    assert {item["nama"]: item["baris"] for item in told["berkas"]}[PARTS[1]] == 101
    for path in package.rglob("*"):
        assert not path.is_file() or MARKER not in path.read_bytes(), path
    assert list(package.parent.glob(".*")) == []


def test_the_words_are_indonesian_first_and_hold_the_facts(package: Path) -> None:
    text = (package / "BACA.txt").read_text(encoding="utf-8")
    assert text.startswith("PAKET DATA DTSEN PKT-2026T1-0003")
    assert text.index("Berlaku sampai  : 2027-12-31") < text.index("Valid until     : 2027-12-31")
    comments = [line for line in (package / "buka.sh").read_text().splitlines() if "#" in line]
    assert any("kata sandinya" in line for line in comments)


def test_a_signature_outlives_the_certificate_that_made_it(
    tmp_path: Path, world: pki.World
) -> None:
    package = packages.package(tmp_path, world, world.ec)
    later = pki.NOW + 4000 * pki.DAY
    assert check(package, world.trust, later).manifest.about.nomor == 3


def test_the_next_number_is_taken_and_an_old_one_is_not(package: Path, world: pki.World) -> None:
    assert check(package, world.trust, pki.NOW, last=2)
    for last in (3, 4):
        with pytest.raises(DtsenError) as caught:
            check(package, world.trust, pki.NOW, last=last)
        assert caught.value.kind.code == "E-PAKET-ULANG"


def test_a_package_for_another_certificate_is_told(package: Path, world: pki.World) -> None:
    assert check(package, world.trust, pki.NOW, recipient=fingerprint(world.rsa.certificate))
    with pytest.raises(DtsenError) as caught:
        check(package, world.trust, pki.NOW, recipient=fingerprint(world.ec.certificate))
    assert caught.value.kind.code == "E-PAKET-RUSAK"


def test_the_docs_name_the_hash_of_the_script(package: Path) -> None:
    text = (PROJECT_DIR / "docs" / "package.md").read_text(encoding="utf-8")
    assert f"\n{sha256(package / 'buka.sh')}\n" in text
