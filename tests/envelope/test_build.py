"""What is not sealed, and what is left of a build that failed, was killed or came second."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from dagster_dtsen.envelope import build, cms, manifest, openssl
from dagster_dtsen.envelope.build import Content
from dagster_dtsen.envelope.check import check
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.errors import DtsenError
from tests.envelope import packages, pki
from tests.envelope.packages import MARKER, PARTS

Act = Callable[..., manifest.Manifest]


@pytest.fixture
def act(tmp_path: Path, clear: Path, world: pki.World) -> Act:
    """Builds ``tmp_path/paket``; anything may be given anew."""

    def call(**other: Any) -> manifest.Manifest:
        plan = {
            "target": tmp_path / "paket",
            "contents": packages.contents(clear),
            "about": packages.about(),
            "recipient": packages.recipient(world, world.rsa),
            "agency": packages.agency(world, tmp_path / "kunci"),
            "moment": pki.NOW,
        }
        return build.build(**(plan | other))

    return call


def refused(call: Callable[[], object], code: str) -> str:
    with pytest.raises(DtsenError) as caught:
        call()
    assert caught.value.kind.code == code
    return caught.value.message


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name not in ("terang", "kunci"))


def test_what_fails_to_write_leaves_nothing(act: Act, clear: Path, tmp_path: Path) -> None:
    """The words of a failure of their own come out; a part that was cut is no part."""
    whole = packages.contents(clear)

    def broken(sink: BinaryIO) -> int:
        sink.write(MARKER)
        raise DtsenError("E-IZIN-TIADA", izin="uji")

    for clear_too in (False, True):
        contents = [*whole, Content("lain.csv", "tabel", broken, clear_too)]
        refused(lambda contents=contents: act(contents=contents), "E-IZIN-TIADA")  # type: ignore[misc]
    (clear / PARTS[0]).rename(tmp_path / "kunci-lain")
    (clear / PARTS[0]).symlink_to(tmp_path / "kunci-lain")
    refused(act, "E-PAKET-SEGEL")
    assert left(tmp_path) == ["kunci-lain"]


@pytest.mark.parametrize(
    "name", ["a b.csv", "..", ".rahasia", "naïf.csv", "3174012345678901.csv", "buka.sh", "BACA.TXT"]
)
def test_names_that_are_not_plain_or_hold_a_number_are_refused(
    act: Act, clear: Path, tmp_path: Path, name: str
) -> None:
    contents = [*packages.contents(clear), build.of_bytes(name, "tabel", b"x")]
    message = refused(lambda: act(contents=contents), "E-PAKET-SEGEL")
    assert "3174012345678901" not in message
    assert left(tmp_path) == []


def test_a_part_over_200_mb_is_refused(act: Act, clear: Path, tmp_path: Path) -> None:
    os.truncate(clear / PARTS[0], cms.LARGEST + 1)
    assert "200 MB" in refused(act, "E-PAKET-SEGEL")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"nomor": 0},
        {"nomor": 1},
        {"paket_sebelum": None},
        {"tingkat": 5},
        {"hak_alih": "ya"},
        {"berlaku_sampai": "31-12-2027"},
        {"penerima": ""},
        {"id_paket": "../lain"},
        {"fakta": {"nik": "3174012345678901"}},
        {"fakta": {"nomor": 3174012345678901}},
        {"fakta": {"nomor": 3174012345678901.0}},
        {"fakta": {"a": float("nan")}},
        {"fakta": {"a": {1, 2}}},
        {"fakta": {1: "a"}},
    ],
)
def test_facts_that_cannot_be_are_refused(
    act: Act, tmp_path: Path, changed: dict[str, Any]
) -> None:
    about = replace(packages.about(), **changed)
    message = refused(lambda: act(about=about), "E-PAKET-SEGEL")
    assert "3174012345678901" not in message
    assert left(tmp_path) == []


def test_shares_and_hashes_are_no_numbers_of_persons(act: Act) -> None:
    facts = {"tertaut": 0.9876543210123456, "sidik": "1234567890123456" * 4, "nol": [0, 0.0]}
    assert act(about=replace(packages.about(), fakta=facts)).about.fakta == facts


def test_what_the_file_system_refuses_is_told(act: Act, tmp_path: Path) -> None:
    gone = [packages.of_file(tmp_path / "tiada", "tabel")]
    assert "No such file" in refused(lambda: act(contents=gone), "E-PAKET-SEGEL")
    (tmp_path / "kunci").mkdir(exist_ok=True)
    (tmp_path / "kunci" / "berkas").write_text("")
    refused(lambda: act(target=tmp_path / "kunci" / "berkas" / "paket"), "E-PAKET-SEGEL")
    assert left(tmp_path) == []


def test_nothing_is_overwritten(act: Act, tmp_path: Path) -> None:
    act()
    before = (tmp_path / "paket" / "manifest.json").read_bytes()
    refused(act, "E-BERKAS-ADA")
    assert (tmp_path / "paket" / "manifest.json").read_bytes() == before
    for name in ("kosong", "tautan"):
        path = tmp_path / name
        path.mkdir() if name == "kosong" else path.symlink_to("tiada")
        refused(lambda path=path: act(target=path), "E-BERKAS-ADA")  # type: ignore[misc]


def test_only_the_agencys_own_key_signs(act: Act, world: pki.World, tmp_path: Path) -> None:
    other = Key(world.rsa.write(tmp_path / "kunci", "lain"))
    agency = packages.agency(world, tmp_path / "kunci")
    assert "not the signer" in refused(
        lambda: act(agency=replace(agency, key=other)), "E-PAKET-KUNCI"
    )
    agency.key.path.chmod(0o644)
    assert "other accounts" in refused(lambda: act(agency=agency), "E-PAKET-KUNCI")
    expired = pki.make("Badan", pki.key("3072", 9), world.between, pki.SIGN, days=(-9, -1))
    trust = replace(world.trust, signers=(expired.certificate,))
    agency = build.Agency(expired.certificate, agency.key, trust)
    refused(lambda: act(agency=agency), "E-SERTIFIKAT")
    assert left(tmp_path) == []


@pytest.mark.parametrize("where", ["seal", "sign"])
def test_a_kill_leaves_no_package_and_nothing_clear(
    act: Act, world: pki.World, tmp_path: Path, where: str
) -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        done = getattr(cms, where)
        calls = []

        def stop(*arguments: Any) -> Any:
            calls.append(1)
            if where == "sign" or len(calls) == 3:
                os.write(writer, b"x")
                time.sleep(600)
            return done(*arguments)

        setattr(cms, where, stop)
        act()
        os._exit(1)
    assert os.read(reader, 1) == b"x"
    refused(act, "E-PAKET-SEGEL")  # it is at work
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not (tmp_path / "paket").exists()
    found = [path for name in left(tmp_path) for path in (tmp_path / name).rglob("*.cms")]
    assert found
    for path in (tmp_path / ".paket.bangun").rglob("*"):
        assert not path.is_file() or MARKER not in path.read_bytes(), path
    act()
    assert left(tmp_path) == ["paket"]
    assert check(tmp_path / "paket", world.trust, pki.NOW)


def test_a_missing_or_old_openssl_is_told(
    act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "kunci" / "alat"
    tools.mkdir(parents=True)
    monkeypatch.setenv("PATH", str(tools))
    openssl.program.cache_clear()
    assert "OpenSSL 3" in refused(act, "E-PAKET-SEGEL")
    (tools / "openssl").write_text("#!/bin/sh\necho OpenSSL 1.1.1w\n")
    (tools / "openssl").chmod(0o755)
    assert "OpenSSL 3" in refused(act, "E-PAKET-SEGEL")
    openssl.program.cache_clear()
    assert left(tmp_path) == []


def test_no_secret_is_an_argument(
    tmp_path: Path, world: pki.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The passphrase goes through a pipe; a key does not show it either."""
    seen: list[Any] = []
    popen = openssl.subprocess.Popen

    class Watched(popen):  # type: ignore[misc, valid-type]
        def __init__(self, arguments: Any, **more: Any) -> None:
            seen.append((arguments, more.get("env")))
            super().__init__(arguments, **more)

    monkeypatch.setattr(openssl.subprocess, "Popen", Watched)
    key = Key(world.agency.write(tmp_path, "badan", "frasa-rahasia"), "frasa-rahasia")
    assert cms.sign(b"isi", world.agency.certificate, [], key)
    assert seen
    assert "frasa-rahasia" not in f"{seen} {key!r}"
