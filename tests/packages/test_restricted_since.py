"""A restriction between two packages, or while one waits: nothing tells of the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge, grants, package_release, restrictions
from dagster_dtsen.parcels import ledger, pseudonym
from dagster_dtsen.parcels.ledger import Package
from tests.packages import small_register
from tests.packages.acts import build, let_go, open_it, refused, rows, sent
from tests.packages.small_register import FIRST, SECOND, World, grant, nik, person_id
from tests.packages.test_listed import VARIABLES
from tests.packages.test_restricted import FAMILY, HEAD, PEOPLE, RECORD, restrict

NAMED = {"individu": ["nik", "nama"]}


def events(place: World, izin: str) -> set[tuple[Any, ...]]:
    folder = open_it(place, sent(place, izin, difference=True))
    return set(rows(folder, "peristiwa", "peristiwa, kunci, kunci_lain"))


def differing(place: World) -> str:
    """A grant whose recipient has the first release."""
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    sent(place, izin, release=FIRST)
    return izin


def happened(place: World, *what: list[Any]) -> None:
    people = small_register.later(small_register.many())
    small_register.publish_release(
        place.settings, SECOND, people, f"{FIRST}.v1", peristiwa_individu=list(what)
    )


def test_no_event_tells_of_a_restricted_person(place: World) -> None:
    happened(
        place,
        ["gabung", "I0008", "I0010", "putusan"],  # into the one who is restricted
        ["pensiun", "I0010", None, "hilang"],
        ["gabung", "I0012", "I0014", "putusan"],
        ["pisah", "I0016", "I0010", "putusan"],
    )
    izin = differing(place)
    restrict(place, RECORD)
    asked = grants.find(place.settings, izin, place.day).asked
    own = pseudonym.load(place.settings, izin, asked.pemohon.lembaga, asked.tujuan)
    told = {
        ("gabung", own.of("individu", person_id(12)), own.of("individu", person_id(14))),
        ("pisah", own.of("individu", person_id(16)), None),
    }
    assert events(place, izin) == told


def test_without_a_restriction_they_are_all_told(place: World) -> None:
    happened(place, ["pensiun", "I0010", None, "hilang"], ["pisah", "I0016", "I0010", "putusan"])
    assert len(events(place, differing(place))) == 2


def test_nor_under_an_id_that_the_release_before_gave(place: World) -> None:
    """The newest gives the record to I0777; to the recipient the person is I0010."""
    small_register.publish_release(
        place.settings,
        SECOND,
        small_register.many(),
        f"{FIRST}.v1",
        peta_individu=[[RECORD, 100, "I0777", True]],
        rekaman=[],
        peristiwa_individu=[["pensiun", "I0010", None, "hilang"]],
    )
    izin = differing(place)
    restrict(place, RECORD)
    assert events(place, izin) == set()


def waiting(place: World, **variables: list[str]) -> tuple[str, Package]:
    izin = grant(place, "bpkp", "kementerian", variabel=variables)
    return izin, build(place, izin)


@pytest.fixture(autouse=True)
def _no_lineage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbt_bridge, "load_manifest", lambda _: {"nodes": {}})


def test_a_package_that_waits_is_not_let_go_with_who_was_restricted_since(place: World) -> None:
    restrict(place, "r12a")  # known to the build
    izin, package = waiting(place, **NAMED)
    mine = restrict(place, RECORD)
    refused(lambda: let_go(place, package), "discard")
    assert ledger.find(place.settings, package.id).state == ledger.BUILT
    assert not (place.settings.packages_dir / package.id).exists()
    # undone, it may go; but this one is built again
    restrictions.undo(place.settings, mine, "uji", "Ani", place.day)
    restrict(place, RECORD, day=place.day - dt.timedelta(days=1))
    refused(lambda: let_go(place, package), "restricted since")
    package_release.discard(place.settings, package.id, "pembatasan", place.moment)
    folder = open_it(place, sent(place, izin))
    found = {number for (number,) in rows(folder, "individu", "nik")}
    assert found & {nik(10), nik(12), nik(14)} == {nik(14)}


def test_one_that_was_undone_or_is_not_in_force_yet_or_of_nobody_in_it_is_no_matter(
    place: World,
) -> None:
    scope = {"sistem": "kemendagri", "kode": ["3202"]}
    izin = grant(place, "bpkp", "kementerian", variabel=NAMED, wilayah=scope)
    package = build(place, izin)
    # record keys are of four signs or more
    heads = {n: own.anggota[0] for n, own in PEOPLE.items() if own.anggota[0] > 9}
    inside = {n for n in heads if PEOPLE[n].kode.startswith("3202")}
    mine, other = heads[min(inside)], heads[min(set(heads) - inside)]
    restrict(place, f"r{other}a")
    restrict(place, f"r{mine}a", day=place.day + dt.timedelta(days=1))
    gone = restrict(place, f"r{mine}a")
    restrictions.undo(place.settings, gone, "uji", "Ani", place.day)
    assert let_go(place, package).state == ledger.RELEASED


@pytest.mark.parametrize("head", [True, False])
def test_a_family_does_not_name_its_head(place: World, head: bool) -> None:
    variables = ["id_keluarga", "no_kk", *(["id_individu_kepala"] if head else [])]
    izin, package = waiting(place, keluarga=variables)
    assert PEOPLE[FAMILY].anggota[0] == HEAD
    restrict(place, f"r{HEAD}a")
    if head:
        refused(lambda: let_go(place, package), "restricted since")
        package_release.discard(place.settings, package.id, "pembatasan", place.moment)
        package = build(place, izin)
    assert let_go(place, package).state == ledger.RELEASED


def test_nothing_is_let_go_that_cannot_be_looked_through(place: World) -> None:
    _, package = waiting(place, **NAMED)
    restrict(place, RECORD)
    (package.rows_dir(place.settings) / "individu.parquet").unlink()
    refused(lambda: let_go(place, package), "paket_isi", "E-PAKET-RUSAK")
