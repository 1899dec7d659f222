"""The way out of the house: two signatures, numbers, and whom a package concerns."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from dagster_dtsen import cli, journal, package_release
from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import ledger
from dagster_dtsen.release import acts, as_of, store, tombstones
from dagster_dtsen.settings import Settings
from tests.packages import small_register
from tests.packages.acts import build, let_go, sent, signed
from tests.packages.small_register import AGENCY, FIRST, SECOND, World, family_id, grant, person_id

BEFORE = small_register.many()
AFTER = small_register.later(BEFORE)


def refused(call: Any, word: str, code: str = "E-KIRIM") -> None:
    with pytest.raises(DtsenError, match=word) as caught:
        call()
    assert caught.value.kind.code == code


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
        shutil.copytree(old, old.with_name(f"{SECOND}.v2"))
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


def test_a_held_package_blocks_the_next_until_it_is_discarded(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    package = build(place, izin)
    refused(lambda: build(place, izin), "discard")
    for reason in ("  ", "lihat 3201234567890123"):
        refused(
            lambda reason=reason: package_release.discard(  # type: ignore[misc]
                place.settings, package.id, reason, place.moment
            ),
            "reason",
        )
    gone = package_release.discard(place.settings, package.id, "salah wilayah", place.moment)
    assert gone.state == ledger.DISCARDED
    assert not gone.folder(place.settings).exists()
    assert not gone.rows_dir(place.settings).exists()
    again = let_go(place, build(place, izin))
    assert (again.id, again.facts["nomor"]) == (f"{izin}.0001-2", 1)
    third = build(place, izin)
    told = manifest.read((third.folder(place.settings) / manifest.MANIFEST).read_bytes())
    assert (told.about.nomor, told.about.paket_sebelum) == (2, again.id)


def test_a_kill_between_the_move_and_its_note_is_no_harm(place: World) -> None:
    package = build(place, grant(place, "bpkp", "kementerian"))
    held = package.folder(place.settings)
    held.rename(place.settings.packages_dir / package.id)
    assert let_go(place, package).state == ledger.RELEASED


def test_discarding_takes_also_what_a_kill_left_ready_to_be_taken(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    package = build(place, izin)
    ready = place.settings.packages_dir / package.id
    package.folder(place.settings).rename(ready)
    package_release.discard(place.settings, package.id, "keliru", place.moment)
    assert not ready.exists()
    assert not package.rows_dir(place.settings).exists()
    assert not (place.settings.packages_dir / ledger.HELD / package.id).exists()
    assert build(place, izin).id == f"{izin}.0001-2"


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_killed_discard_is_made_up_for(
    place: World, monkeypatch: pytest.MonkeyPatch, at: int, moved: bool
) -> None:
    """Killed before the first folder, before the second, before the note."""
    package = build(place, grant(place, "bpkp", "kementerian"))
    settings, ready = place.settings, place.settings.packages_dir / package.id
    if moved:
        package.folder(settings).rename(ready)
    calls, remove = [0], shutil.rmtree

    class Killed(BaseException):
        """Stands for kill -9."""

    def step(act: Any) -> Any:
        def dying(*given: Any, **more: Any) -> Any:
            calls[0] += 1
            if calls[0] == at:
                raise Killed
            return act(*given, **more)

        return dying

    with monkeypatch.context() as context:
        context.setattr(shutil, "rmtree", step(remove))
        context.setattr(ledger, "note", step(ledger.note))
        with pytest.raises(Killed):
            package_release.discard(settings, package.id, "keliru", place.moment)
    assert not (ready / manifest.MANIFEST).exists()
    refused(lambda: let_go(place, package), "manifes", "E-PAKET-RUSAK")
    gone = package_release.discard(settings, package.id, "keliru", place.moment)
    assert gone.state == ledger.DISCARDED
    held = settings.packages_dir / ledger.HELD / package.id
    assert not [path for path in (ready, held, package.rows_dir(settings)) if path.exists()]


@pytest.mark.parametrize("second", ["release", "discard"])
def test_of_two_officials_at_once_the_second_is_told_that_it_is_gone(
    place: World, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    package = build(place, grant(place, "bpkp", "kementerian"))
    settings, lock = place.settings, ledger.one_at_a_time

    @contextmanager
    def just_late(settings: Settings, izin: str) -> Iterator[None]:
        """The first one is through between the second one's look and its lock."""
        monkeypatch.setattr(ledger, "one_at_a_time", lock)
        let_go(place, package)
        with lock(settings, izin):
            yield

    monkeypatch.setattr(ledger, "one_at_a_time", just_late)
    if second == "release":
        refused(lambda: let_go(place, package), "sudah dilepas")
    else:
        refused(
            lambda: package_release.discard(settings, package.id, "keliru", place.moment),
            "sudah dilepas",
        )
    kinds = [line["jenis"] for line in journal.entries(settings.packages_log)]
    assert kinds == [ledger.BUILT, ledger.RELEASED]
    assert package.rows_dir(settings).is_dir()
    assert (settings.packages_dir / package.id / manifest.MANIFEST).is_file()


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
        gone = package_release.reached(con, place.settings, name)
        found = con.execute("select id_individu, id_keluarga from terdampak").fetchall()
    return {row[0] for row in found}, {row[1] for row in found}, gone


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
