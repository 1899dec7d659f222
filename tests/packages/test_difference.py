"""Differences: what was held before and the difference make exactly what a whole package holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import grants, package_apply
from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import pseudonym
from tests.packages import small_register
from tests.packages.acts import build, columns, let_go, open_it, rows, sent
from tests.packages.small_register import FIRST, SECOND, World, family_id, grant, person_id

BEFORE = small_register.many()
AFTER = small_register.later(BEFORE)


@pytest.fixture
def handed(grown: World) -> tuple[World, str, Path, Path]:
    """A whole package of the first release and the difference of the second, both opened."""
    izin = grant(grown, "bpkp", "kementerian")
    first = open_it(grown, sent(grown, izin, release=FIRST))
    second = open_it(grown, sent(grown, izin, difference=True))
    return grown, izin, first, second


def keys(place: World, izin: str) -> pseudonym.Pseudonyms:
    return pseudonym.load(place.settings, izin, "bpkp", _purpose(place, izin))


def _purpose(place: World, izin: str) -> str:
    return grants.find(place.settings, izin, place.day).asked.tujuan


def test_a_difference_says_what_came_went_and_changed(
    handed: tuple[World, str, Path, Path],
) -> None:
    place, izin, _, second = handed
    own = keys(place, izin)
    found = dict(rows(second, "keluarga_selisih", "kunci_keluarga, perubahan"))
    # a size, a village, an address or a decile of its own; and a member moved from family 11 to 3
    expected = {900: "tambah", 4: "hapus", 8: "ubah", 9: "ubah", 3: "ubah", 11: "ubah"}
    assert found == {own.of("keluarga", family_id(n)): what for n, what in expected.items()}
    ranks = dict(rows(second, "peringkat_selisih", "kunci_keluarga, perubahan"))
    assert ranks == {
        own.of("keluarga", family_id(n)): what
        for n, what in {900: "tambah", 4: "hapus", 5: "ubah"}.items()
    }
    people = dict(rows(second, "individu_selisih", "kunci_individu, perubahan"))
    moved = AFTER[3].anggota[-1]
    assert people == {
        own.of("individu", person_id(n)): what
        for n, what in {
            **dict.fromkeys(BEFORE[4].anggota, "hapus"),
            **dict.fromkeys(AFTER[900].anggota, "tambah"),
            moved: "ubah",
        }.items()
    }
    gone = rows(second, "individu_selisih", "nik, nama", "1")
    removed = rows(second, "individu_selisih", "count(*) filter (perubahan = 'hapus')", "1")
    assert sum(row == (None, None) for row in gone) == removed[0][0]
    told = manifest.read((second / manifest.MANIFEST).read_bytes()).about.fakta
    assert told["isi"] == "selisih"
    assert told["perubahan"]["keluarga"] == {"tambah": 1, "ubah": 4, "hapus": 1}
    assert told["baris"]["keluarga"] == 6
    assert told["baris_penuh"]["keluarga"] == len(AFTER)


def test_before_and_difference_make_the_whole(handed: tuple[World, str, Path, Path]) -> None:
    place, izin, first, second = handed
    whole = open_it(place, sent(place, izin))
    target = place.folder / "gabung"
    told = package_apply.apply(first, second, target)
    for entity in ("individu", "keluarga", "peringkat"):
        assert columns(target, entity) == columns(whole, entity)
        assert rows(target, entity) == rows(whole, entity)
        assert told[entity] == len(rows(whole, entity))
    assert json.loads((target / "isi.json").read_text()) == json.loads(
        (whole / "isi.json").read_text()
    )


def test_events_are_told_in_the_recipients_keys_and_of_nobody_else(
    handed: tuple[World, str, Path, Path],
) -> None:
    place, izin, _, second = handed
    own = keys(place, izin)
    found = rows(second, "peristiwa", "entitas, peristiwa, kunci, kunci_lain, sebab")
    assert found == sorted(
        [
            ("individu", "gabung", own.of("individu", "I0008"), own.of("individu", "I0007"),
             "putusan"),
            ("individu", "lahir", own.of("individu", "I0900"), None, "baru"),
            ("keluarga", "pensiun", own.of("keluarga", "K0004"), None, "hilang"),
        ]
    )  # fmt: skip


def test_of_somebody_outside_no_event_and_no_key_is_told(place: World) -> None:
    """Person 9 lives in the region of the grant, person 3 does not."""
    scope = {"sistem": "kemendagri", "kode": ["3202"]}
    izin = grant(place, "bpkp", "kementerian", wilayah=scope)
    sent(place, izin)
    events = [
        ["gabung", "I0009", "I0003", "putusan"],
        ["pisah", "I0003", "I0009", "putusan"],
        ["pisah", "I0009", "I0001", "putusan"],
    ]
    small_register.publish_release(
        place.settings, SECOND, BEFORE, f"{FIRST}.v1", peristiwa_individu=events
    )
    second = open_it(place, sent(place, izin, difference=True))
    own = keys(place, izin)
    ninth = own.of("individu", "I0009")
    assert rows(second, "peristiwa", "peristiwa, kunci, kunci_lain") == [
        ("gabung", ninth, None),
        ("pisah", ninth, own.of("individu", "I0001")),
    ]


def test_who_was_erased_since_is_taken_out_though_no_release_has_them(
    handed: tuple[World, str, Path, Path],
) -> None:
    """The former release is gone for good; the next difference needs keys and hashes alone."""
    place, izin, first, second = handed
    shutil.rmtree(place.settings.releases_dir / f"{FIRST}.v1")
    people = small_register.later(BEFORE)
    del people[6]
    small_register.publish_release(place.settings, "2026T3", people, "2026T2.v1")
    third = open_it(place, sent(place, izin, difference=True))
    own = keys(place, izin)
    gone = {key for key, what in rows(third, "individu_selisih", "kunci_individu, perubahan")}
    assert gone == {own.of("individu", person_id(n)) for n in BEFORE[6].anggota}
    middle = place.folder / "dua"
    package_apply.apply(first, second, middle)
    package_apply.apply(middle, third, place.folder / "tiga")


def test_another_base_or_another_content_is_noticed(
    handed: tuple[World, str, Path, Path],
) -> None:
    place, _, first, second = handed
    target = place.folder / "gabung"
    for before, change in ((second, second), (first, first), (place.folder, second)):
        with pytest.raises(DtsenError, match="E-PAKET-RUSAK"):
            package_apply.apply(before, change, target)
    stale = place.folder / "basi"
    shutil.copytree(first, stale)
    part = stale / "peringkat-0001.parquet"
    with duckdb.connect() as con:
        changed = f"select * replace (10 as desil_nasional) from '{part}' where desil_nasional = 9"
        kept = f"select * from '{part}' where desil_nasional <> 9"
        con.execute(f"create table t as {kept} union all by name {changed}")
        con.execute(f"copy t to '{part}' (format parquet)")
    with pytest.raises(DtsenError, match="peringkat"):
        package_apply.apply(stale, second, target)
    assert not target.exists()
    assert [path.name for path in place.folder.glob(".gabung*")] == []
    target.mkdir()
    with pytest.raises(DtsenError, match="E-FOLDER-TERISI"):
        package_apply.apply(first, second, target)


def test_a_difference_needs_a_base_under_the_same_keys(grown: World) -> None:
    izin = grant(grown, "bpkp", "kementerian")
    with pytest.raises(DtsenError, match="no package to compare"):
        build(grown, izin, difference=True)
    let_go(grown, build(grown, izin, release=FIRST))
    pseudonym.make(grown.settings)
    with pytest.raises(DtsenError, match="send a whole package"):
        build(grown, izin, difference=True)
    assert let_go(grown, build(grown, izin)).facts["versi_samaran"] == 2


def test_an_older_release_is_no_difference(grown: World) -> None:
    izin = grant(grown, "bpkp", "kementerian")
    let_go(grown, build(grown, izin))
    with pytest.raises(DtsenError, match=f"{FIRST}.v1 < {SECOND}.v1"):
        build(grown, izin, release=FIRST, difference=True)


def test_an_older_release_is_sent_whole(grown: World) -> None:
    """And the next difference is against it."""
    izin = grant(grown, "bpkp", "kementerian")
    let_go(grown, build(grown, izin))
    older = let_go(grown, build(grown, izin, release=FIRST))
    first = open_it(grown, older)
    families = sorted((family_id(n),) for n in BEFORE)
    assert rows(first, "keluarga", "id_keluarga") == families
    second = let_go(grown, build(grown, izin, difference=True))
    assert second.facts["dasar"] == older.id
    package_apply.apply(first, open_it(grown, second), grown.folder / "gabung")
