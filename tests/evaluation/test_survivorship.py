"""The bench of ways of choosing (survivorship_choice.py) on a world with known answers."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.bench.survivorship_choice import compare
from tests.bench.survivorship_table import line, share

OLD, NEW = "2022-11-15", "2026-07-31"
# person, provider, date, trust, place in the policy's order, value
CANDIDATES = [
    # 1: the trusted record is right, the newer one wrong
    ("1", "register", OLD, 90, 1, "A"),
    ("1", "program", NEW, 40, 2, "B"),
    # 2: things have changed, only the newer record knows
    ("2", "register", OLD, 90, 1, "A"),
    ("2", "program", NEW, 40, 2, "C"),
    # 3: of one date the more trusted wins, and is wrong; two others agree on the truth
    ("3", "register", NEW, 90, 1, "X"),
    ("3", "program", NEW, 40, 2, "D"),
    ("3", "survei", NEW, None, None, "D"),
    # 4: only the provider without a say knows
    ("4", "survei", NEW, None, None, "E"),
    # 5: nobody says anything
    # 6: no truth, so not compared
    ("6", "register", NEW, 90, 1, "A"),
]
TRUE = {"1": "A", "2": "C", "3": "D", "4": "E", "5": "F"}
RELEASE = {"1": "A", "2": "A", "3": "X", "6": "A"}


@pytest.fixture
def found(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    con.execute("create temp table benar (variabel varchar, id varchar, nilai varchar)")
    con.execute("create temp table beku as from benar")
    con.execute(
        "create temp table kandidat (variabel varchar, id varchar, penyedia varchar, "
        "tanggal_acuan date, percaya integer, urut integer, nomor integer, nilai varchar)"
    )
    for table, values in (("benar", TRUE), ("beku", RELEASE)):
        con.executemany(
            f"insert into {table} values ('desa', ?, ?)", [list(item) for item in values.items()]
        )
    con.executemany(
        "insert into kandidat values ('desa', ?, ?, ?, ?, ?, ?, ?)",
        [[*row[:5], number, row[5]] for number, row in enumerate(CANDIDATES)],
    )
    con.execute("insert into benar select 'nik', i::varchar, i::varchar from range(1, 8) as t (i)")
    return compare(con)["desa"]


def test_every_way_is_counted_on_the_same_persons(found: dict[str, Any]) -> None:
    assert found["n"] == 5
    # policy: 1; latest: 2 and 4, as of 3 the more trusted of one date wins
    assert (found["a"], found["b"]) == (1, 2)
    # program knows 2 and 3, survei 3 and 4, register 1: of equals the first by name
    assert (found["penyedia_c"], found["c"]) == ("program", 2)


def test_the_fallback_takes_the_better_of_its_two_orders(found: dict[str, Any]) -> None:
    # by persons right: program, survei, register -> 2, 3, 4; by share right: survei first, the same
    assert found["c2"] == 3
    assert found["penyedia"] == {
        "program": {"menyebut": 3, "cocok": 2},
        "survei": {"menyebut": 2, "cocok": 2},
        "register": {"menyebut": 3, "cocok": 1},
    }


def test_what_nobody_says_is_unequal_and_shown_apart(found: dict[str, Any]) -> None:
    assert (found["kosong_a"], found["kosong_b"], found["kosong_c"]) == (2, 1, 2)
    assert found["tersedia"] == 4
    assert found["dapat_diperbaiki"] == 3
    assert found["terbanyak"] == 3


def test_values_of_those_without_a_true_one_are_counted_apart(found: dict[str, Any]) -> None:
    # 6 has one in the release and in a record, 7 in neither
    assert found["tak_ditanya"] == {"n": 2, "a": 1, "b": 1}


def test_wrong_values_are_those_of_the_provider_that_won(found: dict[str, Any]) -> None:
    assert found["salah_a"] == {"register": 2}


def test_the_table_marks_what_beats_the_policy(found: dict[str, Any]) -> None:
    text = line("desa", found)
    assert "| 20.00 | **40.00** | **40.00** | **60.00** | **60.00** |" in text
    assert share(0, 0) == "–"
