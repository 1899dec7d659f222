"""The way out of the house: two signatures, numbers, and whom a package concerns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from dagster_dtsen import cli, package_members, package_release
from dagster_dtsen.envelope import manifest
from dagster_dtsen.parcels import ledger
from dagster_dtsen.release import acts, as_of, store, tombstones
from tests.packages import small_register
from tests.packages.acts import build, let_go, refused, sent, signed
from tests.packages.small_register import AGENCY, FIRST, SECOND, World, family_id, grant, person_id
from tests.release.hand_made import copied

BEFORE = small_register.many()
AFTER = small_register.later(BEFORE)


def test_level_4_leaves_with_two_signatures_of_two_people_alone(place: World) -> None:
    package = build(place, grant(place, "bpkp", "kementerian"))
    assert package.state == ledger.BUILT
    held = place.settings.packages_dir / ledger.HELD / package.id
    assert held.is_dir()
    said = package_release.statement(package)
    one, two = (signed(place, said, name) for name in small_register.OFFICIALS)
    stranger = signed(place, said, AGENCY)
    elsewhere = place.folder / "lain.p7s"
    elsewhere.write_bytes(signed(place, said.replace(b"serah", b"tolak"), "satu").read_bytes())
    signed(place, said, "satu")

    def go(*files: Any, trust: Any = place.officials) -> Any:
        return lambda: package_release.release(
            place.settings, package.id, list(files), trust, place.moment
        )

    refused(go(), "perlu 2")
    refused(go(one), "perlu 2")
    refused(go(one, one), "ada 1")
    refused(go(one, stranger), "penerbit.p7s")
    refused(go(one, elsewhere), "lain.p7s")
    refused(go(one, place.folder / "tiada.p7s"), "FileNotFoundError")
    refused(go(one, two, trust=None), "--trust")
    assert held.is_dir()
    gone = go(one, two)()
    assert gone.state == ledger.RELEASED
    assert (place.settings.packages_dir / package.id / manifest.MANIFEST).is_file()
    assert not held.exists()
    refused(go(one, two), "dilepas")


def test_a_changed_package_and_an_ended_grant_do_not_leave(place: World) -> None:
    package = build(place, grant(place, "bpkp", "kementerian"))
    late = replace(place, moment=place.moment + dt.timedelta(days=301))
    refused(lambda: let_go(late, package), "2026", "E-IZIN-BATAS")
    path = package.folder(place.settings) / manifest.MANIFEST
    path.write_bytes(path.read_bytes() + b" ")
    refused(lambda: let_go(place, package), "manifes", "E-PAKET-RUSAK")


@pytest.mark.parametrize("what", ["withdrawn", "replaced", "erased", "destroyed"])
def test_what_its_release_may_not_be_handed_out_for_stays(grown: World, what: str) -> None:
    """Letting go asks of the release what the build asks."""
    settings, izin = grown.settings, grant(grown, "bpkp", "kementerian")
    package = build(grown, izin)
    name, code = f"{SECOND}.v1", "E-KIRIM"
    assert package.facts["rilis"] == name
    if what == "withdrawn":
        gone = {"ditarik": [name], "dipulihkan": []}
        acts.enter(settings, acts.POINT, f"{FIRST}.v1", "angka keliru", "uji", **gone)
    elif what == "replaced":
        old = store.named(settings, name).path
        copied(old, f"{SECOND}.v2")
    else:
        erased = {"penghapusan": "a1", "individu": 1}
        acts.enter(settings, acts.ERASE, SECOND, "permohonan warga", "uji", **erased)
    if what == "destroyed":
        tombstones.bury(settings, now=True)
        code = "E-RILIS-DIHAPUS"
    word = {"erased": "penghapusan orang.*an erasure", "destroyed": name}.get(what, "withdrawn")
    refused(lambda: let_go(grown, package), word, code)
    assert ledger.find(settings, package.id).state == ledger.BUILT
    assert not (settings.packages_dir / package.id).exists()
    package_release.discard(settings, package.id, "rilis berganti", grown.moment)
    if what in ("erased", "destroyed"):
        refused(lambda: build(grown, izin, release=SECOND), word, code)
        assert sent(grown, izin, release=FIRST).state == ledger.RELEASED


def test_what_a_killed_build_left_is_cleared(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    for folder in (
        place.settings.packages_dir / ledger.HELD / f"{izin}.0001",
        place.settings.package_rows_dir / f"{izin}.0001",
    ):
        folder.mkdir(parents=True)
        (folder / "sisa").write_text("sisa")
    package = build(place, izin)
    assert not list(place.settings.root.rglob("sisa"))
    assert package.folder(place.settings).is_dir()


def affected(place: World, name: str) -> tuple[set[str], set[str], int]:
    with as_of.reading(place.settings) as con:
        told = package_members.reached(con, place.settings, name)
        found = con.execute("select id_individu, id_keluarga from terdampak").fetchall()
    return {row[0] for row in found}, {row[1] for row in found}, told.unknown


def test_whom_a_package_concerns_is_known_afterwards(grown: World) -> None:
    scope = {"sistem": "kemendagri", "kode": ["3202"]}
    izin = grant(grown, "bpkp", "kementerian", wilayah=scope)
    first = sent(grown, izin, release=FIRST)
    inside = {n for n, own in BEFORE.items() if own.kode.startswith("3202")}
    people, families, gone = affected(grown, first.id)
    assert families == {family_id(n) for n in inside}
    assert people == {person_id(m) for n in inside for m in BEFORE[n].anggota}
    assert gone == 0
    second = sent(grown, izin, difference=True)
    people, families, gone = affected(grown, second.id)
    # family 5 has another decile: its members are concerned, nobody else's rows went out
    assert families == {family_id(9), family_id(5)} & {family_id(n) for n in inside}
    assert people == {person_id(m) for n in (9, 5) if n in inside for m in AFTER[n].anggota}


def test_of_a_package_of_families_the_members_are_concerned(place: World) -> None:
    variables = {"keluarga": ["id_keluarga", "no_kk"]}
    package = sent(place, grant(place, "pln", "kementerian", variabel=variables))
    people, families, _ = affected(place, package.id)
    assert families == {family_id(n) for n in BEFORE}
    assert people == {person_id(m) for own in BEFORE.values() for m in own.anggota}


def test_the_commands_build_let_go_and_list(place: World, monkeypatch: pytest.MonkeyPatch) -> None:
    izin = grant(place, "bpkp", "kementerian")
    for name, value in (
        ("HOME", place.settings.home),
        ("AGENCY_CERT", place.settings.agency_cert),
        ("AGENCY_KEY", place.settings.agency_key),
        ("AGENCY_TRUST", place.settings.agency_trust),
    ):
        monkeypatch.setenv(f"DTSEN_{name}", str(value))
    run = CliRunner().invoke
    built = run(
        cli.app,
        ["package", "build", izin, "--sertifikat", str(place.certificate("kementerian"))],
    )
    assert built.exit_code == 0, built.output
    assert "ditahan / held" in built.stdout
    name = f"{izin}.0001"
    said = run(cli.app, ["package", "statement", name]).stdout.encode()
    options = []
    for who in small_register.OFFICIALS:
        options += ["--tanda-tangan", str(signed(place, said, who))]
    options += ["--trust", str(place.officials)]
    assert run(cli.app, ["package", "release", name]).exit_code == 125
    let = run(cli.app, ["package", "release", name, *options])
    assert "dilepas / released" in let.stdout
    assert name in run(cli.app, ["package", "list"]).stdout
    told = run(cli.app, ["package", "list", "--json"]).stdout
    assert f'"paket": "{name}"' in told
    assert run(cli.app, ["package", "discard", name, "--alasan", "uji"]).exit_code == 125
    assert run(cli.app, ["package", "statement", "tiada"]).exit_code == 125
    assert "1" in run(cli.app, ["package", "key"]).stdout
