"""Who is restricted after a release was published leaves by no package of it."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest

from dagster_dtsen import grants, list_package, match_lists, restrictions, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.list_workspace import Listed
from dagster_dtsen.parcels import pseudonym
from dagster_dtsen.reception.returns import SUMMARY
from dagster_dtsen.release import store
from tests.packages import acts, small_register
from tests.packages.acts import let_go, open_it, rows, sent
from tests.packages.small_register import FIRST, SECOND, World, family_id, grant, nik, person_id
from tests.packages.test_listed import FOUND, VARIABLES, build, keep

PEOPLE = small_register.many()
EVERYBODY = {n for own in PEOPLE.values() for n in own.anggota}
# a member with one record; and a head by another of their records
NAMED, RECORD = 10, "r10a"
HEAD, FAMILY, SECOND_RECORD = 13, 7, "r13b"


def restrict(place: World, key: str = RECORD, **more: Any) -> str:
    day = more.pop("day", place.day)
    return restrictions.restrict(place.settings, "uji", "Ani", record_key=key, day=day, **more)[
        0
    ].id


def without(*gone: int) -> list[tuple[str]]:
    return sorted((nik(n),) for n in EVERYBODY - set(gone))


def test_a_restricted_person_stays_and_the_family_goes(place: World) -> None:
    assert PEOPLE[FAMILY].anggota[0] == HEAD
    families = ["id_keluarga", "id_individu_kepala"]
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES | {"keluarga": families})
    restrict(place, SECOND_RECORD)
    folder = open_it(place, sent(place, izin))
    assert rows(folder, "individu", "nik") == without(HEAD)
    assert (person_id(HEAD),) not in rows(folder, "relasi", "id_individu")
    heads = dict(rows(folder, "keluarga", "id_keluarga, id_individu_kepala"))
    assert heads == {
        family_id(n): None if n == FAMILY else person_id(own.anggota[0])
        for n, own in PEOPLE.items()
    }


def test_it_holds_from_its_first_day_to_its_last_or_an_undo(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    day = dt.timedelta(days=1)
    restrict(place, day=place.day + day)
    restrict(place, "r12a", day=place.day - 2 * day, until=place.day - day)
    first = open_it(place, sent(place, izin))
    assert rows(first, "individu", "nik") == without()
    mine = restrict(place, "r14a", until=place.day + day)
    second = open_it(place, sent(place, izin))
    assert rows(second, "individu", "nik") == without(14)
    restrictions.undo(place.settings, mine, "uji", "Ani", place.day)
    third = open_it(place, sent(place, izin))
    assert rows(third, "individu", "nik") == without()


def test_a_difference_takes_the_person_out_at_the_recipient(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    first = open_it(place, sent(place, izin))
    (key,) = rows(first, "individu", "kunci_individu, nik", f"nik <> '{nik(NAMED)}' limit 1")
    restrict(place)
    second = open_it(place, sent(place, izin, difference=True))
    told = rows(second, "individu_selisih", "perubahan, kunci_individu, nik")
    assert told == [("hapus", key[0], None)]


def test_nor_by_an_older_release_that_is_in_use(grown: World) -> None:
    izin = grant(grown, "pln", "kementerian", variabel=VARIABLES)
    restrict(grown)
    folder = open_it(grown, sent(grown, izin, release=FIRST))
    assert rows(folder, "individu", "nik") == without(NAMED)


def test_a_record_that_came_later_leads_to_whom_the_older_release_had(place: World) -> None:
    """Under the id that it gave the person's other records; the newest gave another."""
    held = [["rbaru1", 999, "I0777", True], [RECORD, 100, "I0777", True]]
    small_register.publish_release(
        place.settings, SECOND, PEOPLE, f"{FIRST}.v1", peta_individu=held, rekaman=[]
    )
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    restrict(place, "rbaru1")
    folder = open_it(place, sent(place, izin, release=FIRST))
    assert rows(folder, "individu", "nik") == without(NAMED)


def test_a_restricted_row_of_a_list_is_told_of_nobody(place: World) -> None:
    izin = grant(place, "pln", "kementerian", variabel=VARIABLES)
    keep(place, izin)
    restrict(place)
    folder = open_it(place, let_go(place, build(place, izin)))
    left = [n for n in FOUND if n != NAMED]
    assert rows(folder, "individu", "nik") == sorted((nik(n),) for n in left)
    assert rows(folder, "daftar", "nomor_baris") == [(1,), (2,), (3,)]
    families = {n for n, own in PEOPLE.items() if set(own.anggota) & set(left)}
    assert rows(folder, "keluarga", "id_keluarga") == sorted((family_id(n),) for n in families)


def test_rows_without_names_hold_them_neither(place: World) -> None:
    izin = grant(place, "bappenas_mikro", "kementerian", variabel={"individu": ["jenis_kelamin"]})
    restrict(place)
    folder = open_it(place, acts.build(place, izin))
    asked = grants.find(place.settings, izin, place.day).asked
    keys = pseudonym.load(place.settings, izin, asked.pemohon.lembaga, asked.tujuan)
    left = {keys.of("individu", person_id(n)) for n in EVERYBODY - {NAMED}}
    assert {key for (key,) in rows(folder, "individu", "kunci_individu")} == left


def test_nothing_leaves_where_the_newest_map_of_persons_is_damaged(grown: World) -> None:
    path = grown.settings.releases_dir / f"{SECOND}.v1" / "snapshot" / "peta_individu"
    (path / "data.parquet").write_bytes(b"lain")
    izin = grant(grown, "pln", "kementerian", variabel=VARIABLES)
    sent(grown, izin, release=FIRST)
    restrict(grown)
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        sent(grown, izin, release=FIRST)


def test_a_list_is_answered_as_if_they_were_not_in_the_release(place: World) -> None:
    restrict(place)
    (stored,) = store.stored(place.settings)
    named = restrictions.in_force(place.settings, place.day)
    with warehouse.rekeying(place.settings, place.settings) as con:
        list_package.lay_published(con, place.settings, stored, named)
        found = con.execute(f"from {list_package.PUBLISHED} order by all").fetchall()
    assert found == sorted((person_id(n),) for n in EVERYBODY - {NAMED})


def test_what_was_answered_before_a_restriction_is_answered_anew(
    place: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "status": "diterima",
        "perjanjian": "PKS-1",
        "rekaman": {"dibaca": 1, "dikembalikan": 0},
    }
    told |= {"padanan": {"padan": 1, "tidak_padan": 0, "dirinci": False}}
    given: list[list[str]] = []

    def make(*said: Any) -> tuple[dict[str, Any], dict[str, int]]:
        given.append(list(said[-1]))
        (said[5] / SUMMARY).write_text(json.dumps(told))
        return told, {}

    note = SimpleNamespace(perjanjian="PKS-1", delivery_id="padankan-1")
    listed = Listed(place.folder, note)  # type: ignore[arg-type]
    monkeypatch.setattr(match_lists, "waiting", lambda *_: [listed])
    monkeypatch.setattr(match_lists, "_check_held", lambda *_: None)
    monkeypatch.setattr(list_package, "make", make)

    def act() -> str:
        (answer,) = match_lists.match(place.settings, place.day)
        return answer.act

    assert [act(), act()] == ["dijawab", "sudah"]
    mine = restrict(place)
    assert [act(), act()] == ["dibuat_ulang", "sudah"]
    restrictions.undo(place.settings, mine, "uji", "Ani", place.day)
    assert act() == "dibuat_ulang"
    assert given == [[], [RECORD], []]
