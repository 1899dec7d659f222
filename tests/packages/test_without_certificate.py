"""The exception: counts for whom has no certificate, and a passphrase that is written once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dagster_dtsen import cli, handovers, package_counts, package_facts, packages
from dagster_dtsen.envelope import age, certificates, manifest, opened
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import paper
from dagster_dtsen.parcels import ledger, parts
from tests.handover import pdf_text
from tests.packages import counted
from tests.packages.acts import rows
from tests.packages.small_register import FIRST, SECOND, World, grant

MARK = "tanpa sertifikat, kata sandi melalui saluran lain"


@pytest.fixture
def place(place: World) -> World:
    """The newest release has published counts."""
    counted.publish(place, SECOND)
    return place


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    counted.quick(monkeypatch)


def refused(call: Callable[[], object], code: str = "E-KIRIM") -> str:
    with pytest.raises(DtsenError) as caught:
        call()
    assert caught.value.kind.code == code, caught.value.message
    return caught.value.message


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def built(place: World) -> list[str]:
    """What packages there are, finished, held or half made."""
    found = files(place.settings.packages_dir) if place.settings.packages_dir.exists() else []
    return [path.name for path in found if path.name != ".kunci"]


def test_counts_go_their_whole_way_and_the_passphrase_lies_in_one_file(
    place: World,
    quick: None,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    to = place.folder / "saluran-lain.txt"
    package = counted.build(place, counted.granted(place), to)
    assert package.state == ledger.RELEASED
    secret = to.read_text().strip()
    assert to.stat().st_mode & 0o777 == 0o600
    assert len(secret.replace("-", "")) == age.GROUPS * age.GROUP
    said = "".join(capfd.readouterr()) + caplog.text + repr(package)
    # as it is written, and as it might stand in something that drops the signs between
    for form in (secret, secret.replace("-", "")):
        assert form not in said
        holding = [
            path for path in files(place.folder.parent) if form.encode() in path.read_bytes()
        ]
        assert holding == ([to] if form == secret else [])
    folder = place.folder / "buka"
    sealed = place.settings.packages_dir / package.id
    trust = certificates.load_trust(place.trust)
    found = opened.open_package(sealed, folder, lambda: secret, trust, place.moment)
    about = found.manifest.about
    assert (about.tingkat, about.fakta["pengecualian"]) == (2, "tanpa_sertifikat")
    assert (found.manifest.sertifikat, found.manifest.kunci) == (None, None)
    codes = {str(row[0]) for row in rows(folder, "sel", "kode_wilayah")}
    own = {code for code in codes if code.startswith(counted.AREA)}
    assert len(own) > 1
    assert all(len(code) <= 2 or code in own or not code.isdigit() for code in codes)
    assert package.facts["pengecualian"] == "tanpa_sertifikat"


def words(path: Path) -> str:
    return " ".join(pdf_text.text(path.read_bytes()).split())


def test_the_papers_say_that_it_is_an_exception(
    place: World, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted = package_facts.granted
    dated = lambda *given: granted(*given) | {"tanggal_rilis": "2026-06-30"}  # noqa: E731
    monkeypatch.setattr(package_facts, "granted", dated)
    izin = counted.granted(place)
    package = counted.build(place, izin, place.folder / "sandi.txt")
    folder = place.settings.packages_dir / package.id
    record, agreement = place.folder / "bast.pdf", place.folder / "nda.pdf"
    handovers.bast(place.settings, folder, record, paper.BLANK, place.moment)
    assert MARK in words(record)
    handovers.nda(place.settings, izin, agreement, paper.BLANK, place.moment)
    assert MARK in words(agreement)


def _with_certificate(place: World) -> str:
    own = certificates.load(place.certificate("kementerian"))
    return counted.granted(place, sertifikat=certificates.fingerprint(own))


def test_rows_of_people_never_go_without_a_certificate(place: World) -> None:
    for name in ("bappenas_mikro", "bpkp"):  # levels 3 and 4
        izin = grant(place, name, "kementerian", sertifikat=None)
        to = place.folder / f"{name}.txt"
        message = refused(lambda izin=izin, to=to: counted.build(place, izin, to))  # type: ignore[misc]
        assert "only with a certificate" in message
        assert not to.exists()
    assert built(place) == []


def test_a_grant_with_a_certificate_does_not_use_it(place: World) -> None:
    izin = _with_certificate(place)
    to = place.folder / "sandi.txt"
    assert "names a certificate" in refused(lambda: counted.build(place, izin, to))
    assert not to.exists()
    package = counted.build(place, izin, None, place.certificate("kementerian"))
    told = (place.settings.packages_dir / package.id / manifest.MANIFEST).read_bytes()
    assert b"pengecualian" not in told
    assert "pengecualian" not in package.facts


def test_exactly_one_of_both_is_given(place: World) -> None:
    izin = counted.granted(place)
    to, own = place.folder / "sandi.txt", place.certificate("kementerian")
    for more in ((None, None), (to, own)):
        message = refused(lambda more=more: counted.build(place, izin, *more))  # type: ignore[misc]
        assert "exactly one" in message
    assert "names no certificate" in refused(lambda: counted.build(place, izin, None, own))
    assert not to.exists()
    assert built(place) == []


def test_the_file_is_new_and_lies_apart_from_the_package(place: World) -> None:
    izin = counted.granted(place)
    old, link = place.folder / "lama.txt", place.folder / "tautan.txt"
    old.write_text("milik saya")
    link.symlink_to(place.folder / "tiada.txt")
    for path in (old, link):
        refused(lambda path=path: counted.build(place, izin, path), "E-BERKAS-ADA")  # type: ignore[misc]
    home = place.settings.root
    around = place.folder / "rumah-lain"
    around.symlink_to(home)
    for path in (home / "s.txt", place.settings.packages_dir / "s.txt", around / "s.txt",
                 place.folder / ".." / home.name / "s.txt"):  # fmt: skip
        message = refused(lambda path=path: counted.build(place, izin, path))  # type: ignore[misc]
        assert "not inside home" in message
    nowhere = place.folder / "tiada" / "s.txt"
    refused(lambda: counted.build(place, izin, nowhere), "E-PAKET-SEGEL")
    assert old.read_text() == "milik saya"
    assert built(place) == []


def test_a_failure_takes_the_passphrase_away(
    place: World, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    izin, to = counted.granted(place), place.folder / "sandi.txt"

    def broken(*_: Any) -> Any:
        assert to.exists()
        raise DtsenError("E-KIRIM", paket=izin, reason="uji")

    with monkeypatch.context() as patched:
        patched.setattr(packages.package_cargo, "of_counts", broken)
        refused(lambda: counted.build(place, izin, to))
    assert not to.exists()
    assert built(place) == []
    # what fails after the package stands does not: nobody could open it any more
    with monkeypatch.context() as patched:
        patched.setattr(packages, "hand_over", broken)
        refused(lambda: counted.build(place, izin, to))
    assert to.exists()


def test_a_release_without_published_counts_leaves_no_passphrase(place: World) -> None:
    izin, to = counted.granted(place), place.folder / "sandi.txt"
    refused(lambda: counted.build(place, izin, to, release=FIRST), "E-UNGKAP")
    refused(lambda: counted.build(place, izin, to, difference=True))
    assert not to.exists()


def test_parts_are_small_enough_for_memory(
    place: World, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fulls = []
    done = parts.parts

    def seen(*arguments: Any) -> Any:
        fulls.append(arguments[4])
        return done(*arguments)

    monkeypatch.setattr(package_counts.parts, "parts", seen)
    counted.build(place, counted.granted(place), place.folder / "sandi.txt", form="csv")
    assert set(fulls) == {package_counts.SMALL}
    assert package_counts.SMALL < age.LARGEST


def test_the_command_tells_where_it_is_and_not_what(
    place: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cert", "key", "trust"):
        path = getattr(place.settings, f"agency_{name}")
        monkeypatch.setenv(f"DTSEN_AGENCY_{name.upper()}", str(path))
    izin, to = counted.granted(place), place.folder / "sandi.txt"
    command = ["package", "build", izin, "--home", str(place.settings.home)]
    none = CliRunner().invoke(cli.app, command)
    assert none.exit_code != 0
    assert "--sandi-ke" in none.output
    done = CliRunner().invoke(cli.app, [*command, "--sandi-ke", str(to)])
    assert done.exit_code == 0, done.output
    secret = to.read_text().strip()
    assert secret not in done.output
    assert to.name in done.output.replace("\n", "")
    assert "Pengecualian: tanpa sertifikat" in done.output
    listed = CliRunner().invoke(cli.app, ["package", "list", "--json", *command[3:]])
    assert json.loads(listed.stdout)[0]["pengecualian"] == "tanpa_sertifikat"
    package = place.settings.packages_dir / f"{izin}.0001"
    (part,) = package.glob("data/isi.json.age")
    assert part.read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
