"""Families as they change from release to release. All people are invented."""

from __future__ import annotations

import random
from typing import Any

import duckdb
import pytest
from linkage_rows import Row, filler, keep, link_rows, load_rows, record

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state
from dagster_dtsen.settings import Settings

OLD, NEW, OTHER = "1101010101010001", "1101019999990009", "1101018888880008"
PEOPLE = {
    1: ("JOKO PRASETYO", "1960-05-17", "1", "1101011705600001"),
    2: ("WATI NURHAYATI", "1962-03-12", "2", "1101015203620001"),
    3: ("DIMAS PRASETYO", "1990-10-08", "1", "1101010810900001"),
    4: ("RINA LESTARI", "1992-07-25", "2", "1101016507920001"),
    5: ("AGUS SETIAWAN", "1994-01-09", "1", "1101010901940001"),
}


def registered(number: int, role: str, kk: str = OLD, **others: Any) -> Row:
    name, born, sex, nik = PEOPLE[number]
    row: Row = {"nik": nik, "jenis_kelamin": sex, "no_kk": kk, "status_hubungan_keluarga": role}
    return record(number, "dukcapil", name, born, **row | {"status_kawin": "2"} | others)


def listed(number: int, role: str, kk: str | None = OLD, key: str = "F1", **others: Any) -> Row:
    """The same person (or one of no register) in an old list."""
    name, born, sex, nik = PEOPLE[number]
    row: Row = {"nik": nik, "jenis_kelamin": sex, "no_kk": kk, "status_hubungan_keluarga": role}
    row |= {"kunci_keluarga": f"regsosek|{key}", "tanggal_acuan": "2022-11-15"}
    return record(10 + number, "regsosek", name, born, **row | others)


def couple(**husband: Any) -> list[Row]:
    return [registered(1, "1", **husband), registered(2, "2"), registered(3, "3", status_kawin="1")]


class World:
    """A chain of releases; every one on the base of the one before."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self.con, self.settings, self.number = con, settings, 0
        self.base: state.Base | None = None

    def release(self, rows: list[Row]) -> dict[str, Any]:
        self.number += 1
        day = f"2026-0{self.number}-28"
        dated = [
            row | {"tanggal_acuan": day} if row["penyedia"] != "regsosek" else row
            for row in rows + filler(30)
        ]
        load_rows(self.con, dated)
        counts = link_rows(self.con, self.settings, f"2026T{self.number}", self.base)
        self.base = keep(self.con, f"t{self.number}")
        return counts["keluarga"]

    def ids(self) -> dict[int, str]:
        """Family of each person by the number of a record."""
        found = self.con.execute(
            "select p.rekaman_id, k.id_keluarga from wh.linkage.peta_individu as p "
            "inner join wh.linkage.peta_keluarga as k on p.id_individu = k.id_individu "
            "where p.rekaman_id < 100 and k.aktif and p.aktif"
        ).fetchall()
        return {int(number): str(family) for number, family in found}

    def origin(self, number: int) -> str:
        return str(self._of(number, "kunci_keluarga", "asal")[0][0])

    def relations(self, number: int) -> list[tuple[Any, ...]]:
        """kepala_keluarga, asal_kepala, diragukan, berlaku_dari, berlaku_sampai."""
        columns = "kepala_keluarga, asal_kepala, diragukan, "
        columns += "berlaku_dari::varchar, berlaku_sampai::varchar"
        return self._of(number, "relasi_keluarga", columns)

    def events(self, number: int) -> set[tuple[str, str]]:
        return {
            (str(a), str(b)) for a, b in self._of(number, "peristiwa_relasi", "peristiwa, sebab")
        }

    def _of(self, number: int, table: str, columns: str) -> list[tuple[Any, ...]]:
        return self.con.execute(
            f"select {columns} from wh.linkage.{table} where id_individu in ("
            "select id_individu from wh.linkage.peta_individu where rekaman_id = ?) order by all",
            [number],
        ).fetchall()


@pytest.fixture
def world(con: duckdb.DuckDBPyConnection, settings: Settings) -> World:
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


@pytest.mark.parametrize("seed", range(4))
def test_two_quarters_from_their_base_are_the_quarters_made_whole(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    """Cards, roles and states change at random, and followers with those they follow."""
    tables = (*state.FAMILIES, "peta_keluarga", "peristiwa_keluarga", "peristiwa_relasi")
    found: dict[str, list[Any]] = {}
    for way in ("penuh", "bertahap"):
        monkeypatch.setitem(linkage_model.config(), "cara", way)
        world, draw, looked = World(con, settings), random.Random(seed), []
        for _ in range(3):
            cards = {n: draw.choice([OLD, OLD, NEW, OTHER]) for n in PEOPLE}
            rows = [
                registered(
                    n, draw.choice("12348"), cards[n], status_kawin=draw.choice("1234"),
                    status_kependudukan=draw.choice(["aktif"] * 5 + ["meninggal"]),
                )
                for n in PEOPLE if draw.random() < 0.7
            ]  # fmt: skip
            rows += [
                listed(n, draw.choice("12348"), draw.choice([OLD, NEW, None]), draw.choice("AB"))
                for n in PEOPLE if draw.random() < 0.8
            ]  # fmt: skip
            looked.append(world.release(rows)["dihitung"])
        found[way] = [con.execute(f"from wh.linkage.{t} order by all").fetchall() for t in tables]
    assert min(looked) < 30 < looked[0]
    for table, whole, part in zip(tables, found["penuh"], found["bertahap"], strict=True):
        assert whole == part, table
