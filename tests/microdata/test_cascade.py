"""Classes: large and diverse enough, never mixed, the same whatever the order of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from dagster_dtsen.microdata import rules
from dagster_dtsen.microdata.rules import Declared, Limits
from tests.microdata import people
from tests.microdata.people import Released

K, L = 10, 2
FAMILIES = 1_500


@pytest.fixture(scope="module", params=sorted(people.SETS))
def released(request: pytest.FixtureRequest) -> Iterator[Released]:
    made = people.release(FAMILIES, 7, people.SETS[request.param])
    yield made
    made.con.close()


def units(released: Released) -> list[tuple[str, list[str], list[str], list[str]]]:
    return [
        (
            unit.name,
            [*unit.flags, *(c.alias for c in unit.quasi)],
            [c.alias for c in unit.sensitive],
            [c.alias for c in unit.quasi],
        )
        for unit in released.micro.units
    ]


def fetched(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def test_every_class_has_k_units_and_l_values_of_what_is_sensitive(released: Released) -> None:
    """By plain Python: nothing of the room's SQL."""
    for table, words, sensitive, _ in units(released):
        found = fetched(released.con, f"select {', '.join([*words, *sensitive])} from {table}")
        classes = defaultdict(list)
        for row in found:
            classes[row[: len(words)]].append(row[len(words) :])
        assert classes
        for own in classes.values():
            assert len(own) >= K
            for at in range(len(sensitive)):
                values = {row[at] for row in own} - {None}
                assert len(values) != 1


def test_the_words_of_a_class_belong_to_one_step(released: Released) -> None:
    for table, words, _, quasi in units(released):
        listed = ", ".join(words)
        mixed = fetched(
            released.con,
            f"select {listed} from {table} group by {listed} having count(distinct langkah) > 1 "
            "or count(distinct kelas) > 1",
        )
        assert mixed == []
        steps = fetched(released.con, f"select count(distinct langkah) from {table}")[0][0]
        assert steps > 1 or len(quasi) < 3


def test_all_units_of_the_same_values_take_the_same_way(released: Released) -> None:
    """So it does not help to know the rules: nobody is told apart by the step alone."""
    for unit in released.micro.units:
        values = [
            f"date_sub('year', a.{c.alias}, date '{people.DAY}')" if c.rule.umur else f"a.{c.alias}"
            for c in unit.quasi
        ]
        split = fetched(
            released.con,
            "select count(*) from (select kunci, count(distinct coalesce(kelas, -1)) as n from "
            f"(select row({', '.join(values)}) as kunci, p.kelas from {unit.source} as a "
            f"left join {unit.name} as p on a.id = p.id) group by kunci having n > 1)",
        )
        assert split == [(0,)]


def test_the_order_of_rows_does_not_matter(released: Released) -> None:
    variables = {
        entity: tuple(c.name for u in released.micro.units for c in u.columns if c.entity == entity)
        for u in released.micro.units
        for entity in u.entities
    }
    again = duckdb.connect()
    again.execute("set threads = 1")
    people.lay(again, FAMILIES, 7)
    for table in ("uji_keluarga", "uji_individu"):
        again.execute(
            f"create or replace table {table} as select * from {table} order by hash(id_keluarga)"
        )
    other = people.protect(again, variables)
    for table in released.tables:
        query = f"select * from {table.name} order by all"
        assert fetched(released.con, query) == fetched(other.con, query)
    again.close()


def test_null_is_a_value_of_its_own() -> None:
    with duckdb.connect() as con:
        people.lay(con, 400, 3)
        con.execute("update uji_keluarga set luas_lantai = null where nomor <= 25")
        people.protect(con, {"keluarga": ("luas_lantai",)})
        told = dict(fetched(con, "select keluarga__luas_lantai, count(*) from mikro_keluarga "
                                 "group by all"))  # fmt: skip
        assert told[None] == 25
        con.execute("update uji_keluarga set luas_lantai = 40 where nomor <= 22")
        people.protect(con, {"keluarga": ("luas_lantai",)})
        told = dict(fetched(con, "select keluarga__luas_lantai, count(*) from mikro_keluarga "
                                 "group by all"))  # fmt: skip
        assert None not in told


def one(k: int = 3, l: int = 2) -> Declared:  # noqa: E741
    own = rules.load()
    limits = Limits(k=k, l=l)
    return Declared(own.rules.model_copy(update={"batas": limits}), own.sha256)


def families(con: duckdb.DuckDBPyConnection, *counts: tuple[int, str, str | None]) -> None:
    """Families by number, floor area and whether they get PKH."""
    con.execute("create table uji_keluarga (id_keluarga varchar, luas_lantai integer, "
                "program_pkh varchar)")  # fmt: skip
    number = 0
    for count, area, aid in counts:
        for _ in range(count):
            number += 1
            con.execute("insert into uji_keluarga values (?, ?, ?)", [f"K{number}", area, aid])


AREA = {"keluarga": ("luas_lantai", "program_pkh")}


def told(con: duckdb.DuckDBPyConnection) -> dict[Any, int]:
    return dict(fetched(con, "select keluarga__luas_lantai, count(*) from mikro_keluarga "
                             "group by all"))  # fmt: skip


def test_a_small_class_is_told_more_coarsely_and_what_still_fails_is_withheld() -> None:
    with duckdb.connect() as con:
        # 25 m2 is too few, and nobody else stands in its coarser band; so is 130
        families(con, (3, "40", "1"), (3, "45", "2"), (2, "25", "1"))
        made = people.protect(con, AREA, one())
        assert told(con) == {"36–49": 6}
        assert made.micro.told["keluarga"]["ditahan"] == 2
    with duckdb.connect() as con:
        families(con, (3, "40", "1"), (3, "40", "2"), (2, "80", "1"), (2, "120", "2"))
        people.protect(con, AREA, one())
        assert told(con) == {"36–49": 6, "70+": 4}


def test_a_uniform_class_is_helped_by_the_smallest_that_can() -> None:
    """Nine without aid stand alone in their band; four beside them bring what is missing."""
    with duckdb.connect() as con:
        families(
            con, (9, "80", "2"), (2, "120", "1"), (2, "120", "2"), (3, "160", "1"), (3, "160", "2")
        )
        people.protect(con, AREA, one())
        assert told(con) == {"70+": 13, "150+": 6}


def test_a_larger_class_is_not_coarsened_to_help_a_smaller_one() -> None:
    with duckdb.connect() as con:
        families(con, (3, "80", "2"), (2, "120", "1"), (2, "120", "2"))
        made = people.protect(con, AREA, one())
        assert told(con) == {"100–149": 4}
        assert made.micro.told["keluarga"]["ditahan"] == 3


def test_who_was_not_asked_is_no_lack_of_diversity() -> None:
    with duckdb.connect() as con:
        families(con, (4, "80", None), (3, "120", "1"), (1, "120", None))
        made = people.protect(con, AREA, one())
        assert told(con) == {"70–99": 4}
        assert made.micro.told["keluarga"]["ditahan"] == 4
