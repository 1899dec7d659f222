"""A package that does not open leaves an empty folder; the room needs no warehouse."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen.envelope import cms, manifest
from dagster_dtsen.envelope.check import check
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.envelope.opened import open_package
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from tests.envelope import packages, pki
from tests.envelope.packages import PARTS
from tests.envelope.test_round_trip import script


def opening(package: Path, target: Path, key: Key, world: pki.World) -> str:
    with pytest.raises(DtsenError) as caught:
        open_package(package, target, key, world.trust, pki.NOW)
    return caught.value.kind.code


def lie(package: Path, world: pki.World, tmp_path: Path, **changed: object) -> None:
    """The agency itself signs another content of the first part than was sealed."""
    found = manifest.read((package / "manifest.json").read_bytes())
    entries = [
        replace(item, **changed) if item.nama == PARTS[0] else item  # type: ignore[arg-type]
        for item in found.berkas
    ]
    text = replace(found, berkas=tuple(entries)).text()
    key = Key(world.agency.write(tmp_path / "lagi", "badan"))
    (package / "manifest.json").write_bytes(text)
    (package / "manifest.json.p7s").write_bytes(
        cms.sign(text, world.agency.certificate, [world.between.certificate], key)
    )


@pytest.mark.parametrize("changed", [{"sha256": "0" * 64}, {"byte": 20_000}, {"byte": 99_999}])
def test_a_clear_content_other_than_signed_is_removed(
    package: Path, world: pki.World, tmp_path: Path, changed: dict[str, object]
) -> None:
    lie(package, world, tmp_path, **changed)
    assert check(package, world.trust, pki.NOW)  # nothing that is sealed differs
    key = Key(world.rsa.write(tmp_path / "penerima", "saya"))
    assert opening(package, tmp_path / "buka", key, world) == "E-PAKET-RUSAK"
    assert not (tmp_path / "buka").exists()


def test_keys_that_do_not_open_it_are_told_apart(
    package: Path, world: pki.World, tmp_path: Path
) -> None:
    folder = tmp_path / "penerima"
    locked = world.rsa.write(folder, "sandi", "frasa")
    (folder / "rusak.key").write_text("bukan kunci")
    (folder / "rusak.key").chmod(0o600)
    keys = [Key(world.ec.write(folder, "lain")), Key(locked), Key(locked, "salah")]
    keys += [Key(folder / "rusak.key"), Key(folder / "tiada.key")]
    for key in keys:
        assert opening(package, tmp_path / "buka", key, world) == "E-PAKET-KUNCI"
    assert not (tmp_path / "buka").exists()


def test_only_an_empty_folder_is_written_into(
    package: Path, world: pki.World, tmp_path: Path
) -> None:
    target = tmp_path / "buka"
    target.mkdir()
    (target / "milik.txt").write_text("saya")
    key = Key(world.rsa.write(tmp_path / "penerima", "saya"))
    assert opening(package, target, key, world) == "E-FOLDER-TERISI"
    assert [path.name for path in target.iterdir()] == ["milik.txt"]


def test_a_folder_that_cannot_be_written_is_told(
    package: Path, world: pki.World, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("")
    key = Key(world.rsa.write(tmp_path / "penerima", "saya"))
    assert opening(package, tmp_path / "berkas" / "buka", key, world) == "E-PAKET-SEGEL"


def test_a_full_disk_ends_in_an_empty_folder(
    package: Path, world: pki.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second part meets it; the error goes up as it is, the command has a code for it."""
    calls = []
    unseal = cms.unseal

    def full(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "penuh")
        return unseal(*arguments)

    monkeypatch.setattr(cms, "unseal", full)
    key = Key(world.rsa.write(tmp_path / "penerima", "saya"))
    with pytest.raises(OSError, match="penuh"):
        open_package(package, tmp_path / "buka", key, world.trust, pki.NOW)
    assert not (tmp_path / "buka").exists()


def test_a_folder_without_a_signer_trusts_nobody(package: Path, world: pki.World) -> None:
    with pytest.raises(DtsenError, match="no signer in the trust folder"):
        check(package, replace(world.trust, signers=()), pki.NOW)


def test_a_signature_from_the_future_is_refused(package: Path, world: pki.World) -> None:
    with pytest.raises(DtsenError, match="from the future"):
        check(package, world.trust, pki.NOW - pki.DAY)


def test_a_manifest_with_more_less_or_other_keys_is_refused(package: Path) -> None:
    text = (package / "manifest.json").read_text()
    assert manifest.read(text.encode()).text() == text.encode()
    for old, new in (
        ('  "nomor": 3,\n', ""),
        ('  "nomor": 3,\n', '  "nomor": 3,\n  "nomor_lain": 3,\n'),
        ('  "nomor": 3,\n', '  "nomor": 2,\n  "nomor": 3,\n'),
        ('  "nomor": 3,\n', '  "nomor":  3,\n'),
        ("dtsen-paket-1", "dtsen-paket-2"),
        (f'"nama": "{PARTS[0]}"', '"nama": "../luar"'),
        (f'"nama": "{PARTS[0]}"', f'"nama": "{PARTS[1]}"'),
        ('"letak": "tersegel"', '"letak": "luar"'),
    ):
        assert old in text
        with pytest.raises(Refused):
            manifest.read(text.replace(old, new, 1).encode())
    for content in (b"", b"[]", b"null", b'{"bentuk": "dtsen-paket-1"}', text.encode()[:-1]):
        with pytest.raises(Refused):
            manifest.read(content)


@pytest.mark.parametrize("case", ["part", "manifest", "signer", "key", "root", "clear"])
def test_the_script_stops_and_removes_what_it_wrote(
    package: Path, world: pki.World, tmp_path: Path, case: str
) -> None:
    trust = world.write_trust(tmp_path / "percaya")
    key = world.rsa.write(tmp_path / "penerima", "saya")
    if case == "part":
        with (package / "data" / f"{PARTS[1]}.cms").open("r+b") as handle:
            handle.seek(5000)
            handle.write(b"xxxx")
    elif case == "manifest":
        path = package / "manifest.json"
        path.write_text(path.read_text().replace('"tingkat": 4', '"tingkat": 3'))
    elif case == "signer":
        (trust / "penanda.crt").write_bytes(pki.pem(world.ec.certificate))
    elif case == "key":
        key = world.ec.write(tmp_path / "penerima", "lain")
    elif case == "root":
        other = pki.make("Akar Lain", pki.key("SECP256R1", 5), None, pki.AUTHORITY, ca=True)
        (trust / "akar.pem").write_bytes(pki.pem(other.certificate))
    else:
        lie(package, world, tmp_path, sha256="0" * 64)
    done = script(package, key, tmp_path / "buka", trust)
    assert done.returncode != 0
    assert "GAGAL" in done.stderr
    assert not (tmp_path / "buka").exists()


def test_the_script_takes_no_folder_that_is_there(
    package: Path, world: pki.World, tmp_path: Path
) -> None:
    trust = world.write_trust(tmp_path / "percaya")
    (tmp_path / "buka").mkdir()
    (tmp_path / "buka" / "milik.txt").write_text("saya")
    key = world.rsa.write(tmp_path / "penerima", "saya")
    assert script(package, key, tmp_path / "buka", trust).returncode != 0
    assert (tmp_path / "buka" / "milik.txt").exists()


def test_checking_and_opening_need_no_warehouse(tmp_path: Path, world: pki.World) -> None:
    """In a process where DuckDB, dbt, Dagster, pandas and Arrow cannot be imported at all."""
    package = packages.package(tmp_path, world, world.ec)
    key = world.ec.write(tmp_path / "penerima", "saya")
    code = (
        "import sys\n"
        "for name in ('duckdb', 'dbt', 'dagster', 'pandas', 'pyarrow'): sys.modules[name] = None\n"
        "import datetime as dt; from pathlib import Path\n"
        "from dagster_dtsen.envelope import certificates, check, cms, opened\n"
        "package, key, trust, target = map(Path, sys.argv[1:])\n"
        "opened.open_package(package, target, cms.Key(key), certificates.load_trust(trust),"
        " dt.datetime.now(dt.UTC))\n"
    )
    trust = world.write_trust(tmp_path / "percaya")
    command = [sys.executable, "-c", code, str(package), str(key), str(trust)]
    subprocess.run([*command, str(tmp_path / "buka")], check=True, env=dict(os.environ))
    assert (tmp_path / "buka" / PARTS[0]).read_bytes() == (
        tmp_path / "terang" / PARTS[0]
    ).read_bytes()
    shutil.rmtree(tmp_path / "buka")
