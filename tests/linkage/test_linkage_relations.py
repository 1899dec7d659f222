"""Families as they change from release to release. All people are invented."""

from __future__ import annotations

import duckdb
import pytest
from family_world import NEW, OLD, OTHER, World, couple, listed, registered
from linkage_rows import record

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings


@pytest.fixture(params=["bertahap", "penuh"])
def world(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> World:
    monkeypatch.setitem(linkage_model.config(), "cara", request.param)
    return World(con, settings)


def test_the_dead_leave_and_the_spouse_becomes_head(world: World) -> None:
    world.release(couple())
    before = world.ids()
    assert world.relations(1) == [(True, "register", False, "2026-01-28", None)]
    dead = couple(status_kependudukan="meninggal", tanggal_status="2026-02-03")
    counts = world.release(dead)
    assert 1 not in world.ids()
    assert world.ids()[2] == before[2] == world.ids()[3]
    assert world.relations(1) == [(True, "register", False, "2026-01-28", "2026-02-03")]
    assert world.relations(2) == [
        (False, None, False, "2026-01-28", "2026-02-28"),
        (True, "pasangan", False, "2026-02-28", None),
    ]
    assert world.events(1) == {("keluar", "meninggal")}
    assert world.events(2) == {("ganti_kepala", "meninggal")}
    assert (counts["ganti_kepala"], counts["keluar"], counts["masuk"]) == (1, 1, 0)


def test_a_family_of_the_dead_alone_retires(world: World) -> None:
    world.release([registered(1, "1")])
    counts = world.release([registered(1, "1", status_kependudukan="pindah_ln")])
    assert counts["pensiun"] == 1
    assert world.ids() == {}
    assert world.events(1) == {("keluar", "pindah_ln")}


def test_a_stale_number_loses_to_the_present_family_of_those_listed_beside(world: World) -> None:
    """4 is in no register: her old list has her as child-in-law beside 3, who has a new card."""
    rows = [
        registered(1, "1"), registered(2, "2"), registered(3, "1", NEW),
        listed(1, "1"), listed(2, "2"), listed(3, "3", status_kawin="2"),
        listed(4, "4", status_kawin="2"),
    ]  # fmt: skip
    world.release(rows)
    found = world.ids()
    assert found[14] == found[3] != found[1]
    assert world.origin(14) == "ikut pasangan_anak regsosek"


def test_others_of_a_list_follow_others_not_the_list(world: World) -> None:
    """5 is listed as other with 1 and 2, beside 3 and 4, who are others there and live apart."""
    rows = [
        registered(1, "1"), registered(2, "2"),
        registered(3, "1", OTHER), registered(4, "2", OTHER),
        listed(1, "1"), listed(2, "2"), listed(3, "8"), listed(4, "8"), listed(5, "8"),
    ]  # fmt: skip
    world.release(rows)
    found = world.ids()
    assert found[15] == found[3] != found[1]
    assert world.origin(15) == "ikut sesama_lain regsosek"


def test_a_list_as_new_as_the_register_is_believed(world: World) -> None:
    new = listed(5, "1", NEW) | {"penyedia": "dtks", "kunci_keluarga": "dtks|F2"}
    new |= {"rekaman_id": 16, "record_key": "r000016"}
    world.release([registered(1, "1"), listed(1, "1"), listed(5, "3"), new])
    assert world.ids()[15] == world.ids()[16] != world.ids()[1]
    assert world.origin(15) == "no_kk terkini dtks"


def test_half_that_goes_founds_a_new_family_and_the_head_keeps_the_id(world: World) -> None:
    world.release([registered(1, "1"), registered(2, "2")])
    before = world.ids()
    apart = {"status_kawin": "3"}
    counts = world.release([registered(1, "1", NEW, **apart), registered(2, "1", OTHER, **apart)])
    after = world.ids()
    assert after[1] == before[1]
    assert after[2] != before[1]
    assert counts["pisah"] == 1
    assert world.events(2) == {("keluar", "cerai"), ("masuk", "cerai")}


def test_two_of_one_moved_out_and_married(world: World) -> None:
    first = [registered(1, "1"), registered(2, "2"), registered(3, "3", status_kawin="1")]
    world.release([*first, registered(4, "3", OTHER, status_kawin="1"), registered(5, "1", OTHER)])
    before = world.ids()
    now = [registered(1, "1"), registered(2, "2"), registered(5, "1", OTHER)]
    counts = world.release([*now, registered(3, "1", NEW), registered(4, "2", NEW)])
    after = world.ids()
    assert after[3] == after[4] not in set(before.values())
    assert (after[1], after[5]) == (before[1], before[5])
    assert counts["pisah"] == 1
    assert world.events(4) == {("keluar", "kawin"), ("masuk", "kawin")}


def test_a_death_that_the_register_does_not_know_yet_splits_no_family(world: World) -> None:
    world.release([registered(1, "1"), registered(2, "2")])
    before = world.ids()
    late = [registered(1, "1"), registered(2, "1", NEW, status_kawin="4")]
    for _ in range(2):
        world.release(late)
        assert world.ids() == before
        assert world.origin(1) == "ikut pasangan cerai mati"
        assert world.relations(2)[-1][:2] == (True, "register")
    world.release([registered(1, "1", status_kependudukan="meninggal"), late[1]])
    assert world.ids() == {2: before[2]}


def test_a_lone_parent_whose_death_is_late_stays_and_a_child_who_moved_out_does_not(
    world: World,
) -> None:
    home, elsewhere = {"alamat_baku": "JALAN MELATI 3"}, {"alamat_baku": "JALAN MAWAR 9"}
    parent = registered(1, "1", status_kawin="4", **home)
    single = {"status_kawin": "1"}
    world.release([parent, registered(3, "3", **single, **home)])
    before = world.ids()
    for _ in range(2):
        world.release([parent, registered(3, "1", NEW, **single, **home)])
        assert world.ids() == before
        assert world.origin(1) == "ikut serumah"
    assert world.relations(3)[-1][:2] == (True, "register")
    world.release([parent, registered(3, "1", NEW, **single, **elsewhere)])
    assert world.ids()[1] != world.ids()[3]
    # a married child who takes a card of his own in the parent's house is a family of his own
    world.release([parent, registered(3, "1", OTHER, **home)])
    assert world.ids()[1] != world.ids()[3]


def test_a_new_child_is_born_and_an_older_one_came_to_be_known(world: World) -> None:
    world.release([registered(1, "1"), registered(2, "2")])
    baby = record(6, "dukcapil", "SARI PRASETYO", "2026-01-20", no_kk=OLD, nik="1101016001260001",
                  jenis_kelamin="2")  # fmt: skip
    world.release([registered(1, "1"), registered(2, "2"), registered(3, "3"), baby])
    assert world.events(6) == {("masuk", "lahir")}
    assert world.events(3) == {("masuk", "terdata")}
