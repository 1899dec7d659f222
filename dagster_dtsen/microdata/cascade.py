"""Local recoding in steps: whoever stands in too small a class goes on to the next, coarser step.

At a step all that are left are told at its levels. A class (same words for all quasi-identifiers)
passes when it has at least k units and, of every sensitive variable, at least l values or none at
all; the others go on. At the last step everything is ``*``; what fails there stays in the house.

Classes of different steps never mix. A label stands for one set of values at every level
(rules.py), so a tuple of labels is a product of such sets whatever its step. Say that a tuple T
passed at step s, and that a unit u comes out as T at a later step. Then the values of u lie in the
sets of T, so u was told as T at step s too, and passed there with the whole class: u did not go on.
Nor does it help to know the rules: all units with the values of u take the same way.

Null is a value of its own. Nothing depends on the order of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from dagster_dtsen.microdata import recode
from dagster_dtsen.microdata.rules import Limits
from dagster_dtsen.microdata.units import Unit


@dataclass(frozen=True)
class Passed:
    """Units that passed by step, and those that did not."""

    steps: tuple[int, ...]
    withheld: int


def enough(unit: Unit, limits: Limits) -> str:
    """SQL of an aggregate: whether a class is large and diverse enough."""
    return " and ".join([f"count(*) >= {limits.k}", diverse(unit, limits)])


def diverse(unit: Unit, limits: Limits) -> str:
    """SQL of an aggregate: every sensitive variable has l values among the asked, or no asked."""
    found = [
        f"count(distinct {column.alias}) not between 1 and {limits.l - 1}"
        for column in unit.sensitive
    ]
    return " and ".join(found) or "true"


def same(names: Sequence[str], left: str, right: str) -> str:
    """SQL: both sides have the same words; null is one of them."""
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in names)


def run(
    con: duckdb.DuckDBPyConnection,
    unit: Unit,
    steps: Sequence[Mapping[str, int]],
    limits: Limits,
    day: dt.date,
) -> Passed:
    """Lay out ``mikro_<kind>``: id, id_keluarga, langkah, kelas, flags, columns as they leave.

    ``steps``: level by name of quasi-identifier (rules.steps). ``kelas`` numbers the classes.
    """
    quasi = [column.alias for column in unit.quasi]
    # who has a row in one table alone is seen by it
    names = [*unit.flags, *quasi]
    others = [column.alias for column in unit.columns if column.rule.peran != "kuasi"]
    con.execute(f"create or replace temp table sisa as from {unit.source}")
    con.execute("drop table if exists lulus")
    counts = []
    for number, levels in enumerate(steps):
        told = [
            f"{recode.value(column.alias, column.rule, levels[column.name], day)} as {column.alias}"
            for column in unit.quasi
        ]
        listed = ", ".join(["id", "id_keluarga", *unit.flags, *told, *others])
        con.execute(f"create or replace temp table calon as select {listed} from sisa")
        con.execute(
            f"create or replace temp table kelas_lulus as select {', '.join(names)} from calon "
            f"group by all having {enough(unit, limits)}"
        )
        found = (
            f"select c.*, {number} as langkah from calon as c "
            f"inner join kelas_lulus as k on {same(names, 'c', 'k')}"
        )
        con.execute(
            f"create temp table lulus as {found}" if not number else f"insert into lulus {found}"
        )
        con.execute(
            "create or replace temp table sisa as select s.* from sisa as s "
            "anti join lulus as l on s.id = l.id"
        )
        counts.append(_count(con, "lulus") - sum(counts))
    _number(con, unit, names)
    return Passed(tuple(counts), _count(con, "sisa"))


def _number(con: duckdb.DuckDBPyConnection, unit: Unit, names: list[str]) -> None:
    listed = ", ".join(names)
    con.execute(
        f"create or replace temp table kelas_bernomor as select {listed}, "
        f"row_number() over (order by {listed}) as kelas from (select distinct {listed} from lulus)"
    )
    con.execute(
        f"create or replace temp table {unit.name} as select l.*, k.kelas from lulus as l "
        f"inner join kelas_bernomor as k on {same(names, 'l', 'k')}"
    )
    for name in ("lulus", "calon", "kelas_lulus", "kelas_bernomor"):
        con.execute(f"drop table {name}")


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(con.execute(f"select count(*) from {relation}").fetchall()[0][0])
