"""A NIK that is another person's neither leads a record to its owner nor keeps it from its own."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen.settings import Settings
from tests.linkage.linkage_rows import Row, clusters, filler, link_rows, load_rows, record

FATHER = "1101011409600001"
DAUGHTER = "1101015203850002"


def family() -> list[Row]:
    return [
        record(1, "dukcapil", "BAMBANG SUPRIYADI", "1960-09-14", nik=FATHER),
        record(2, "dukcapil", "RINA LESTARI", "1985-03-12", nik=DAUGHTER, jenis_kelamin="2"),
    ]


def link(con: duckdb.DuckDBPyConnection, settings: Settings, *rows: Row) -> set[frozenset[int]]:
    load_rows(con, family() + list(rows) + filler())
    link_rows(con, settings)
    return clusters(con)


def borrowed(con: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    return con.execute(
        "select rekaman_id, rekaman_id_pemilik from wh.linkage.nik_pinjaman order by all"
    ).fetchall()


def test_a_record_with_the_nik_of_its_father_joins_its_own_person(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    listed = record(3, "dtks", "RINA LESTARI", "1985-03-12", nik=FATHER, jenis_kelamin="2")
    assert link(con, settings, listed) == {frozenset({1}), frozenset({2, 3})}
    assert borrowed(con) == [(3, 1)]
    barred = con.execute("select rekaman_id_l, rekaman_id_r from wh.linkage.larangan").fetchall()
    assert (1, 3) in barred


def test_a_supporting_record_is_judged_alike(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    member = record(
        3, "bpjs_kesehatan", "RINA LESTARI", "1985-03-12", nik=FATHER, peran="pendukung"
    )
    link(con, settings, member)
    assert borrowed(con) == [(3, 1)]
    strong = con.execute(
        "select rekaman_id_l from wh.linkage.edges where rekaman_id_r = 3 and bobot > 6.6"
    ).fetchall()
    assert strong == [(2,)]


def test_a_nik_with_one_agreeing_owner_is_not_borrowed(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """Two people of the population register share a NIK: the record is one of them."""
    other = record(4, "dukcapil", "SITI RAHAYU", "1990-01-20", nik=FATHER, jenis_kelamin="2")
    listed = record(3, "dtks", "SITI RAHAYU", "1990-01-20", nik=FATHER, jenis_kelamin="2")
    found = link(con, settings, other, listed)
    assert frozenset({3, 4}) in found
    assert borrowed(con) == []


@pytest.mark.parametrize(("name", "born"), [("RINA LESTARI", "1991-11-02"), ("NANA", "1985-03-12")])
def test_a_faulty_name_or_date_alone_does_not_make_a_nik_borrowed(
    con: duckdb.DuckDBPyConnection, settings: Settings, name: str, born: str
) -> None:
    listed = record(3, "dtks", name, born, nik=DAUGHTER, jenis_kelamin="2")
    assert frozenset({2, 3}) in link(con, settings, listed)
    assert borrowed(con) == []


def test_a_borrowed_nik_and_no_person_of_its_own_stays_alone(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    stranger = record(3, "dtks", "YOHANES TOBING", "1972-06-30", nik=FATHER)
    assert frozenset({3}) in link(con, settings, stranger)
    assert borrowed(con) == [(3, 1)]
