"""An agency's matched list: granted variables of the persons who were found, and of no others."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from dagster_dtsen import list_links, package_release, package_sources, packages, warehouse
from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.matching import outcome
from dagster_dtsen.parcels import ledger, pseudonym
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.release import acts
from tests.packages import small_register
from tests.packages.acts import let_go, open_it, rows, sent
from tests.packages.small_register import FIRST, SECOND, World, family_id, grant, nik, person_id

PEOPLE = small_register.many()
LIST, AGREEMENT = "padankan-2026T1-abc", "PKS-1/2026"
VARIABLES = {"individu": ["nik", "nama"], "keluarga": ["id_keluarga"], "relasi": ["id_individu"]}
# persons of families 1 and 2 (regions 3202 and 3301), and one more of family 5 (3202)
FOUND = (1, 3, 4, 10)


def item(agreement: str = AGREEMENT) -> Any:
    return SimpleNamespace(note=SimpleNamespace(perjanjian=agreement))


def keep(place: World, izin: str, day: dt.date | None = None, agreement: str = AGREEMENT) -> None:
    """The outcome of matching as it stands at its end, and what is kept of it."""
    kept = list_links.keeper(place.settings, izin, day or place.day, item(agreement), LIST)
    with warehouse.rekeying(place.settings, place.settings) as con:
        listed = ", ".join(
            f"('daftar.csv', {row}, 'padan', '{person_id(who)}')"
            for row, who in enumerate(FOUND, 1)
        )
        con.execute(
            f"create temp table {outcome.TABLE} as from (values {listed}, "
            "('daftar.csv', 9, 'tidak padan', null)) as t (berkas, nomor_baris, hasil, id_individu)"
        )
        kept(con)


def build(
    place: World, izin: str, *, difference: bool = False, name: str = LIST, release: str = FIRST
) -> Package:
    wanted = package_sources.Wanted(
        izin, place.certificate("kementerian"), release, difference=difference, listed=name
    )
    return packages.build(place.settings, wanted, place.moment)


def test_only_the_found_and_their_families_leave(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    package = let_go(place, build(place, izin))
    folder = open_it(place, package)
    assert rows(folder, "individu", "nik") == sorted((nik(who),) for who in FOUND)
    assert rows(folder, "relasi", "id_individu") == sorted((person_id(who),) for who in FOUND)
    families = {n for n, own in PEOPLE.items() if set(own.anggota) & set(FOUND)}
    assert rows(folder, "keluarga", "id_keluarga") == sorted((family_id(n),) for n in families)
    by_key = dict(rows(folder, "individu", "kunci_individu, nik"))
    told = rows(folder, "daftar", "nomor_baris, kunci_individu")
    assert [(row, by_key[key]) for row, key in told] == [
        (row, nik(who)) for row, who in enumerate(FOUND, 1)
    ]
    said = manifest.read((folder / manifest.MANIFEST).read_bytes()).about.fakta
    assert said["daftar"] == LIST
    assert said["baris"]["individu"] == len(FOUND)


def test_of_who_lives_outside_the_grant_nothing_is_told(place: World) -> None:
    scope = {"sistem": "kemendagri", "kode": ["3202"]}
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES, wilayah=scope)
    keep(place, izin)
    folder = open_it(place, let_go(place, build(place, izin)))
    assert rows(folder, "individu", "nik") == [(nik(1),), (nik(10),)]
    assert rows(folder, "daftar", "nomor_baris") == [(1,), (4,)]


def test_families_alone_are_told_by_their_rows_too(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel={"keluarga": ["id_keluarga"]})
    keep(place, izin)
    folder = open_it(place, let_go(place, build(place, izin)))
    by_key = dict(rows(folder, "keluarga", "kunci_keluarga, id_keluarga"))
    told = rows(folder, "daftar", "nomor_baris, kunci_keluarga")
    assert [by_key[key] for _, key in told] == [family_id(n) for n in (1, 2, 2, 5)]


def test_what_is_kept_names_nobody(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    with duckdb.connect() as con:
        found = con.execute(
            f"select * from '{list_links.file_of(place.settings, izin, LIST)}' order by all"
        ).fetchall()
    keys = pseudonym.load(place.settings, izin, "pln", "Pemadanan pelanggan bersubsidi")
    assert found == [
        ("daftar.csv", row, keys.of("individu", person_id(who)), keys.print)
        for row, who in enumerate(FOUND, 1)
    ]


def test_another_reason_agreement_or_term_keeps_nothing(place: World) -> None:
    other = grant(place, "bpkp", "kementerian")
    izin = grant(place, "pln", "lain", variabel=VARIABLES)
    late = place.day + dt.timedelta(days=301)
    for name, day, agreement, code in (
        (other, None, AGREEMENT, "E-KIRIM"),
        (izin, None, "PKS-2/2026", "E-KIRIM"),
        (izin, late, AGREEMENT, "E-IZIN-BATAS"),
        ("tiada", None, AGREEMENT, "E-IZIN-TIADA"),
    ):
        with pytest.raises(DtsenError) as caught:
            keep(place, name, day, agreement)
        assert caught.value.kind.code == code
    assert not place.settings.package_rows_dir.exists()


def test_a_list_is_no_base_and_has_no_difference(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    with pytest.raises(DtsenError, match="dtsen match"):
        build(place, izin, name="padankan-lain")
    whole = sent(place, izin)
    with pytest.raises(DtsenError, match="no difference"):
        build(place, izin, difference=True)
    let_go(place, build(place, izin))
    after = sent(place, izin, difference=True)
    assert after.facts["dasar"] == whole.id
    assert sum(after.facts["baris"].values()) == 0


def test_under_other_keys_a_list_is_matched_again(place: World) -> None:
    """Its pseudonyms would be nobody's, and the package empty without a word."""
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    pseudonym.make(place.settings)
    with pytest.raises(DtsenError, match="match again"):
        build(place, izin)
    assert ledger.packages(place.settings) == []
    keep(place, izin)
    folder = open_it(place, let_go(place, build(place, izin)))
    assert rows(folder, "individu", "nik") == sorted((nik(who),) for who in FOUND)


def test_rows_kept_before_their_keys_were_noted_are_matched_again(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    path = list_links.file_of(place.settings, izin, LIST)
    with duckdb.connect() as con:
        con.execute(f"create table t as select * exclude ({list_links.KEYS}) from '{path}'")
        con.execute(f"copy t to '{path}' (format parquet)")
    with pytest.raises(DtsenError, match="match again"):
        build(place, izin)


def test_a_list_of_whom_nobody_is_in_the_release_is_no_empty_package(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    others = {n: own for n, own in PEOPLE.items() if not set(own.anggota) & set(FOUND)}
    small_register.publish_release(place.settings, SECOND, others, f"{FIRST}.v1")
    with pytest.raises(DtsenError, match="match again"):
        build(place, izin, release=SECOND)


def test_a_list_that_matched_nobody_gives_an_empty_package(
    place: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    monkeypatch.setattr(outcome, "MATCH", "lain")
    keep(place, izin)
    assert set(build(place, izin).facts["baris"].values()) == {0}


def test_rows_without_names_are_not_given_for_a_list_of_named_persons(place: World) -> None:
    """It would say who each row is."""
    izin = grant(place, "pln", "kementerian", tingkat=[3], variabel={"individu": ["jenis_kelamin"]})
    keep(place, izin)
    with pytest.raises(DtsenError, match="E-UNGKAP"):
        build(place, izin)


def test_a_list_gets_nobody_of_a_release_from_before_an_erasure(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    package = build(place, izin)
    more = {"penghapusan": "a1", "individu": 1}
    acts.enter(place.settings, acts.ERASE, FIRST, "permohonan warga", "uji", **more)
    with pytest.raises(DtsenError, match=r"E-KIRIM.*penghapusan"):
        let_go(place, package)
    package_release.discard(place.settings, package.id, "penghapusan", place.moment)
    with pytest.raises(DtsenError, match=r"E-KIRIM.*penghapusan"):
        build(place, izin)
