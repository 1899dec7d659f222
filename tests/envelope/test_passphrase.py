"""A package for whom has no certificate: by exception, of counts, never half open."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_dtsen.envelope import age, manifest
from dagster_dtsen.envelope.build import Content, build, of_bytes
from dagster_dtsen.envelope.check import check
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.envelope.opened import open_package
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from tests.envelope import packages, pki
from tests.envelope.packages import DOCUMENT, MARKER
from tests.envelope.without_certificate import KINDS, SEALED, SECRET, about, signed_anew, tampered


def never() -> str:
    raise AssertionError("asked for a passphrase")


def refused(call: Callable[[], object], code: str) -> str:
    with pytest.raises(DtsenError) as caught:
        call()
    assert caught.value.kind.code == code, caught.value.message
    return caught.value.message


def test_whoever_is_told_the_passphrase_gets_back_what_was_sealed(
    good: Path, world: pki.World, tmp_path: Path
) -> None:
    target = tmp_path / "buka"
    found = open_package(good, target, lambda: f"{SECRET.text}\n", world.trust, pki.NOW, last=2)
    clear = good.parent / "terang"
    for name in (*SEALED, DOCUMENT):
        assert (target / name).read_bytes() == (clear / name).read_bytes()
    assert {path.name for path in target.iterdir()} == {*SEALED, DOCUMENT, manifest.MANIFEST}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (target, *target.iterdir()))
    assert found.manifest.about == about()


def test_it_says_what_it_is_and_holds_nothing_clear(good: Path, world: pki.World) -> None:
    told = json.loads((good / manifest.MANIFEST).read_bytes())
    assert (told["sertifikat"], told["kunci"]) == (None, None)
    assert told["sandi"] == "age-encryption.org/v1/scrypt"
    assert told["fakta"]["pengecualian"] == "tanpa_sertifikat"
    assert {path.name for path in (good / "data").iterdir()} == {f"{n}.age" for n in SEALED}
    for path in (item for item in good.rglob("*") if item.is_file()):
        assert MARKER not in path.read_bytes()
        assert SECRET.text.encode() not in path.read_bytes()
    readme = (good / "BACA.txt").read_text()
    assert "saluran lain" in readme
    assert "KUNCI.pem" not in readme
    assert check(good, world.trust, pki.NOW).manifest.about.nomor == 3


@pytest.mark.parametrize("case", ["none", "other", "capitals", "cut"])
def test_a_wrong_passphrase_leaves_nothing(
    good: Path, world: pki.World, tmp_path: Path, case: str
) -> None:
    right = SECRET.text
    secret = {"none": "", "other": "salah", "capitals": right.upper(), "cut": right[:-1]}[case]
    (tmp_path / "buka").mkdir()
    message = refused(
        lambda: open_package(good, tmp_path / "buka", lambda: secret, world.trust, pki.NOW),
        "E-PAKET-KUNCI",
    )
    assert "wrong passphrase" in message
    assert not list((tmp_path / "buka").iterdir())


def test_each_kind_of_package_names_what_opens_it(
    good: Path, world: pki.World, tmp_path: Path
) -> None:
    key = Key(world.rsa.write(tmp_path / "penerima", "saya"))
    target = tmp_path / "buka"
    call = lambda: open_package(good, target, key, world.trust, pki.NOW)  # noqa: E731
    assert "opens with a passphrase" in refused(call, "E-PAKET-KUNCI")
    sealed = packages.package(tmp_path, world, world.rsa)
    call = lambda: open_package(sealed, target, never, world.trust, pki.NOW)  # noqa: E731
    assert "opens with a private key" in refused(call, "E-PAKET-KUNCI")
    assert not target.exists()


@pytest.mark.parametrize("seed", range(6 * len(KINDS)))
def test_no_single_change_is_accepted(
    good: Path, world: pki.World, tmp_path: Path, seed: int
) -> None:
    """Neither checked nor opened; nobody is asked for the passphrase of such a package."""
    copy = tampered(good, tmp_path, seed)
    codes = set()
    for call in (
        lambda: check(copy, world.trust, pki.NOW),
        lambda: open_package(copy, tmp_path / "buka", never, world.trust, pki.NOW),
    ):
        with pytest.raises(DtsenError) as caught:
            call()
        codes.add(caught.value.kind.code)
    assert codes <= {"E-PAKET-RUSAK", "E-PAKET-TANDA"}
    assert not (tmp_path / "buka").exists()


@pytest.mark.parametrize("changed", [{"sha256": "0" * 64}, {"byte": 7}])
def test_another_content_than_was_signed_never_reaches_the_disk(
    good: Path, world: pki.World, tmp_path: Path, changed: dict[str, object]
) -> None:
    copy = signed_anew(good, world, tmp_path, **changed)
    target = tmp_path / "buka"
    call = lambda: open_package(copy, target, lambda: SECRET.text, world.trust, pki.NOW)  # noqa: E731
    refused(call, "E-PAKET-RUSAK")
    assert not target.exists()


def test_a_part_that_changes_after_the_check_is_noticed(
    good: Path, world: pki.World, tmp_path: Path
) -> None:
    copy = tmp_path / "paket"
    shutil.copytree(good, copy)

    def meanwhile() -> str:
        (copy / "data" / f"{SEALED[0]}.age").write_bytes(b"lain")
        return SECRET.text

    call = lambda: open_package(copy, tmp_path / "buka", meanwhile, world.trust, pki.NOW)  # noqa: E731
    refused(call, "E-PAKET-RUSAK")
    assert not (tmp_path / "buka").exists()


def test_a_part_that_would_take_too_long_is_told(good: Path, tmp_path: Path) -> None:
    """Its header asks for a work of 2^40; the library refuses before it begins."""
    salt, wrapped = "A" * 22, "A" * 43
    content = f"age-encryption.org/v1\n-> scrypt {salt} 40\n{wrapped}\n--- {wrapped}\n".encode()
    (tmp_path / "a").write_bytes(content + bytes(40))
    found = manifest.read((good / manifest.MANIFEST).read_bytes())
    entry = next(item for item in found.berkas if item.nama == SEALED[0])
    size = (tmp_path / "a").stat().st_size
    entry = replace(entry, byte_tersegel=size, sha256_tersegel=sha256(tmp_path / "a"))
    call = lambda: age.unseal(tmp_path / "a", tmp_path / "b", SECRET, entry)  # noqa: E731
    assert "too slow" in refused(call, "E-PAKET-SEGEL")


WRONG = {
    "a certificate beside it": ({"sertifikat": "ab" * 32}, {}),
    "a key beside it": ({"kunci": "ab" * 32}, {}),
    "both": ({"sertifikat": "ab" * 32, "kunci": "cd" * 32}, {}),
    "CMS without a certificate": ({"sandi": "AES-256-CBC/RSA-OAEP-SHA256"}, {}),
    "another scheme of age": ({"sandi": "age-encryption.org/v1/x25519"}, {}),
    "level 3": ({}, {"tingkat": 3}),
    "level 4": ({}, {"tingkat": 4}),
    "no exception": ({}, {"fakta": {"baris": 1}}),
    "another exception": ({}, {"fakta": {"pengecualian": "lain"}}),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_manifest_is_strict_about_certificate_and_passphrase(good: Path, name: str) -> None:
    found = manifest.read((good / manifest.MANIFEST).read_bytes())
    outer, inner = WRONG[name]
    wrong = replace(found, about=replace(found.about, **inner), **outer)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        manifest.read(wrong.text())


@pytest.mark.parametrize(
    "outer",
    [{"sertifikat": None}, {"kunci": None}, {"sertifikat": None, "kunci": None},
     {"sandi": manifest.AGE}],
)  # fmt: skip
def test_a_package_for_a_certificate_names_it(package: Path, outer: dict[str, str | None]) -> None:
    found = manifest.read((package / manifest.MANIFEST).read_bytes())
    with pytest.raises(Refused):
        manifest.read(replace(found, **outer).text())  # type: ignore[arg-type]
    facts = {manifest.EXCEPTION: manifest.NO_CERTIFICATE}
    with pytest.raises(Refused):
        manifest.read(replace(found, about=replace(found.about, fakta=facts)).text())


def test_what_is_not_sealed_with_a_passphrase_leaves_nothing(
    world: pki.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = packages.agency(world, tmp_path / "kunci")
    part = of_bytes("a.csv", "tabel", MARKER)

    def act(what: manifest.About, *contents: Content) -> Callable[[], object]:
        return lambda: build(tmp_path / "paket", contents, what, SECRET, agency, pki.NOW)

    def broken(_: object) -> int:
        raise DtsenError("E-IZIN-TIADA", izin="uji")

    refused(act(about(), Content("b.csv", "tabel", broken)), "E-IZIN-TIADA")
    refused(act(about(level=3), part), "E-PAKET-SEGEL")
    refused(act(about(told=False), part), "E-PAKET-SEGEL")
    monkeypatch.setattr(age, "LARGEST", 3_000_000)
    large = of_bytes("b.csv", "tabel", bytes(3_000_001))
    assert "more than 3 MB" in refused(act(about(), large), "E-PAKET-SEGEL")
    assert [path.name for path in tmp_path.iterdir()] == ["kunci"]


def test_a_passphrase_is_random_readable_and_does_not_show_itself() -> None:
    made = [age.passphrase() for _ in range(200)]
    assert len({item.text for item in made}) == len(made)
    signs = set("".join(item.text for item in made)) - {"-"}
    assert signs == set(age.SIGNS)
    assert not signs & set("01lioILO")
    assert age.GROUPS * age.GROUP * math.log2(len(age.SIGNS)) > 128
    assert {len(group) for item in made for group in item.text.split("-")} == {4}
    assert made[0].text not in repr(made[0])
