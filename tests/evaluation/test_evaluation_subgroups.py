"""Who belongs to which subgroup, how its pairs are counted, and when its recall is flagged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_world import RELEASE, Person, Record, declared, lay_home, lay_truth
from subgroup_world import ACEH, CIBINONG, EDGES, PERSONS, records

from dagster_dtsen.evaluation.evaluate import evaluate
from dagster_dtsen.evaluation.subgroups import difference, load_subgroups
from dagster_dtsen.evaluation.truth import load_truth

Counts = tuple[int, int, int]


def counts(found: dict[str, Any], level: str) -> dict[str, Counts]:
    return {
        name: (item[level]["benar"], item[level]["ditemukan"], item[level]["salah"])
        for name, item in found.items()
    }


def members(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    persons: tuple[Person, ...] = PERSONS,
    given: list[Record] | None = None,
) -> dict[str, set[int]]:
    chosen = records() if given is None else given
    lay_home(con, chosen, EDGES)
    truth = lay_truth(con, folder, chosen, persons)
    load_truth(con, truth, RELEASE)
    load_subgroups(con, truth, RELEASE)
    found: dict[str, set[int]] = {}
    for person, names in con.execute("select id_orang, kelompok from orang_kelompok").fetchall():
        for name in names:
            found.setdefault(name, set()).add(person)
    return found


@pytest.fixture
def result(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> dict[str, Any]:
    lay_home(con, records(), EDGES)
    return evaluate(con, declared(), lay_truth(con, tmp_path, records(), PERSONS), draws=50)


def test_truth_says_who_belongs_where(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert members(con, tmp_path) == {
        "laki_laki": {1, 4, 5, 8, 10},
        "perempuan": {2, 3, 6, 7, 9},
        # 60 on the day of the release; 4 and 17 for one day more
        "umur 0-4": {4, 5},
        "umur 5-17": {7},
        "umur 18-59": {2, 3, 6, 8, 9, 10},
        "umur 60+": {1},
        "mononim": {1, 9},
        "homonim": {2, 3},
        "kembar": {4, 5},
        "pindah": {6},
        "provinsi 11": {4, 5, 6, 7, 10},
        "provinsi 32": {1, 2, 3, 8, 9},
    }


def test_ages_change_on_the_birthday(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    born = {1: "1966-04-01", 4: "2021-03-31", 7: "2008-03-31"}
    persons = tuple(replace(p, lahir=born.get(p.orang, p.lahir)) for p in PERSONS)
    found = members(con, tmp_path, persons)
    assert "umur 60+" not in found
    assert found["umur 5-17"] == {4}
    assert found["umur 18-59"] == {1, 2, 3, 6, 7, 8, 9, 10}
    assert "kembar" not in found


@pytest.mark.parametrize("error", ["wilayah_usang", "keluarga_beda", "ganda"])
def test_a_misplaced_record_moves_nobody(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, error: str
) -> None:
    given = [replace(r, kesalahan=error) if r.number == 13 else r for r in records()]
    assert "pindah" not in members(con, tmp_path, given=given)


def test_people_of_other_releases_are_nobodys_namesakes(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Truth holds everyone ever born; 11 is born, and 3 moves in beside 7, after the release."""
    lay_home(con, records(), EDGES)
    later = Person(11, "3201010101270001", "WATI SUSANTI", "2", "2027-01-01", 9, ACEH)
    truth = lay_truth(con, tmp_path, records(), (*PERSONS, later))
    file = truth / "orang_rilis.parquet"
    con.execute(
        f"create temp table s as select * from '{file}' where id_orang <> 11 union all by name "
        f"select * replace ('2026T2' as rilis, '{ACEH}' as kode_desa) from '{file}'"
    )
    con.execute(f"copy s to '{file}'")
    load_truth(con, truth, RELEASE)
    load_subgroups(con, truth, RELEASE)
    found = con.execute(
        "select id_orang from orang_kelompok where list_contains(kelompok, 'homonim') order by all"
    ).fetchall()
    assert found == [(2,), (3,)]
    assert con.execute("select count(*) from orang_kelompok").fetchall() == [(10,)]


def test_pairs_are_counted_by_subgroup(result: dict[str, Any]) -> None:
    """A false pair counts in the subgroups of either person, once in each."""
    found = result["pasangan"]["kelompok"]
    assert counts(found, "edge") == {
        "laki_laki": (5, 2, 2),
        "perempuan": (4, 3, 2),
        "umur 0-4": (2, 1, 1),
        "umur 5-17": (1, 1, 0),
        "umur 18-59": (3, 2, 2),
        "umur 60+": (3, 1, 1),
        "mononim": (3, 1, 1),
        "homonim": (2, 2, 2),
        "kembar": (2, 1, 1),
        "pindah": (1, 0, 0),
        "tanpa_nik": (2, 0, 1),
        "provinsi 11": (4, 2, 1),
        "provinsi 32": (5, 3, 2),
    }
    cluster = counts(found, "klaster")
    assert cluster["mononim"] == (3, 3, 0)
    assert cluster["tanpa_nik"] == (2, 2, 0)
    assert cluster["kembar"] == (2, 1, 2)
    assert cluster["pindah"] == (1, 0, 0)
    assert found["homonim"]["edge"]["presisi"]["nilai"] == 0.5
    low, high = found["laki_laki"]["edge"]["recall"]["selang"]
    assert low <= found["laki_laki"]["edge"]["recall"]["nilai"] <= high


def test_subgroups_stand_in_their_order(result: dict[str, Any]) -> None:
    names = list(result["pasangan"]["kelompok"])
    assert names[2:6] == ["umur 0-4", "umur 5-17", "umur 18-59", "umur 60+"]
    assert names[-2:] == ["provinsi 11", "provinsi 32"]


def test_recall_is_held_against_the_mean(result: dict[str, Any]) -> None:
    """The mean is 5 of 9 for pairs and 7 of 9 for clusters."""
    found = result["pasangan"]["kelompok"]
    edge, cluster = found["mononim"]["edge"], found["mononim"]["klaster"]
    assert edge["selisih_recall"] == pytest.approx(100 * (1 / 3 - 5 / 9), abs=1e-3)
    assert edge["di_bawah_rata"] is True
    assert cluster["selisih_recall"] == pytest.approx(100 * (1 - 7 / 9), abs=1e-3)
    assert cluster["di_bawah_rata"] is False
    assert found["provinsi 32"]["edge"]["di_bawah_rata"] is False
    assert found["pindah"]["klaster"]["di_bawah_rata"] is True


@pytest.mark.parametrize(
    ("found", "points", "flag"),
    [(881, -1.9, False), (880, -2.0, False), (879, -2.1, True), (1000, 10.0, False)],
)
def test_more_than_two_points_below_the_mean_is_flagged(
    found: int, points: float, flag: bool
) -> None:
    whole = {"benar": 50_000, "ditemukan": 45_000}
    assert difference({"benar": 1_000, "ditemukan": found}, whole) == {
        "selisih_recall": points,
        "di_bawah_rata": flag,
    }


def test_a_subgroup_with_false_pairs_alone_is_not_compared() -> None:
    nothing = {"benar": 0, "ditemukan": 0}
    whole = {"benar": 10, "ditemukan": 9}
    expected = {"selisih_recall": None, "di_bawah_rata": False}
    assert difference(nothing, whole) == expected
    assert difference(nothing, nothing) == expected


def test_no_persons_value_is_told(result: dict[str, Any]) -> None:
    text = json.dumps(result["pasangan"])
    for person in PERSONS:
        for value in (person.nama, person.nik, person.lahir, person.desa):
            assert value not in text
    assert CIBINONG not in text
