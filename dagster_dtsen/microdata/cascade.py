"""Local recoding in steps: whoever stands in too small a class goes on to the next, coarser step.

At a step all that are left are told at its levels. A class (same words for all quasi-identifiers)
passes when it has at least k units and, of every sensitive variable, at least l values or none at
all; the others go on. At the last step everything is ``*``; what fails there stays in the house.

A large class that lacks diversity alone would go on for ever: those who have nothing to hide would
end as ``*``. It is joined, at the coarser step, by the smallest class that passed before, lies in
the same words there, brings what is missing, and is no larger than the class it helps.

Classes never mix, and the words of a class are of one step. A label stands for one set of values at
every level (rules.py), so a tuple of labels is a product of such sets whatever its step; and a
class that passed goes along as a whole, since no coarser level takes apart what a finer one tells
together. Say that T passed at step s and that a unit u comes out as T at a later step. Either u was
left at s: its values lie in the sets of T, so it was told as T there and passed with that class. Or
it was taken along later by a class that was told as T and lacked something: then units of that
class were left at s and, again, would have passed with T. Nor does it help an outsider to know the
rules: all units with the same values take the same way.

Null is a value of its own. Nothing depends on the order of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from dagster_dtsen.microdata import recode
from dagster_dtsen.microdata.rules import Limits
from dagster_dtsen.microdata.units import Column, Unit

Levels = Mapping[str, int]


@dataclass(frozen=True)
class Passed:
    """Units by the step they came out at, and those that did not."""

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


def run(
    con: duckdb.DuckDBPyConnection,
    unit: Unit,
    steps: Sequence[Levels],
    limits: Limits,
    day: dt.date,
) -> Passed:
    """Lay out ``mikro_<kind>``: id, id_keluarga, langkah, kelas, flags, columns as they leave.

    ``steps``: level by name of quasi-identifier (rules.steps). ``kelas`` numbers the classes.
    """
    con.execute("create or replace temp table tempat (id varchar, kelas bigint)")
    con.execute(f"create or replace temp table sisa as from {unit.source}")
    con.execute("drop table if exists kelas_lulus")
    for number, levels in enumerate(steps):
        _step(con, unit, number, _told(unit, levels, day), limits)
        con.execute(
            "create or replace temp table sisa as from sisa as s anti join tempat as t "
            "on s.id = t.id"
        )
    _write(con, unit, steps, day)
    found = dict(con.execute(f"select langkah, count(*) from {unit.name} group by 1").fetchall())
    withheld = con.execute("select count(*) from sisa").fetchall()[0][0]
    for name in ("tempat", "sisa", "kelas_lulus", "kelompok"):
        con.execute(f"drop table {name}")
    return Passed(tuple(int(found.get(at, 0)) for at in range(len(steps))), int(withheld))


def _told(unit: Unit, levels: Levels, day: dt.date, side: str = "a") -> list[str]:
    """SQL of what an outsider tells units by: words at these levels, and which tables have them."""
    words = [
        f"{recode.value(f'{side}.{column.alias}', column.rule, levels[column.name], day)} "
        f"as {column.alias}"
        for column in unit.quasi
    ]
    return [*(f"{side}.{flag}" for flag in unit.flags), *words]


def _step(
    con: duckdb.DuckDBPyConnection, unit: Unit, number: int, told: list[str], limits: Limits
) -> None:
    """One step: classes of those who are left; the good ones pass, large ones may be helped."""
    names = [*unit.flags, *(column.alias for column in unit.quasi)]
    listed = ", ".join(names)
    values = "".join(
        f", list(distinct {column.alias}) filter ({column.alias} is not null) as v_{column.alias}"
        for column in unit.sensitive
    )
    others = "".join(f", a.{column.alias}" for column in unit.sensitive)
    con.execute(
        f"create or replace temp table calon as select a.id, {', '.join(told)}{others} "
        "from sisa as a"
    )
    con.execute(
        f"create or replace temp table kelompok as select {number} * 1e9::bigint + row_number() "
        f"over (order by {listed}) as kelas, * from (select {listed}, count(*) as n, min(id) as "
        f"wakil{values} from calon group by {listed} having count(*) >= {limits.k})"
    )
    if not number:
        con.execute("create temp table kelas_lulus as from kelompok where false")
        con.execute("alter table kelas_lulus add column langkah integer")
    good = _diverse_lists(unit, limits, "k.{}") or "true"
    _help(con, unit, told, names, good, limits)
    con.execute(f"insert into kelas_lulus by name select *, {number} as langkah from kelompok as k "
                f"where {good}")  # fmt: skip
    same = " and ".join(f"c.{name} is not distinct from k.{name}" for name in names)
    con.execute(
        "insert into tempat select c.id, k.kelas from calon as c "
        f"inner join kelas_lulus as k on k.langkah = {number} and {same}"
    )
    con.execute("drop table calon")


def _help(
    con: duckdb.DuckDBPyConnection,
    unit: Unit,
    told: list[str],
    names: list[str],
    good: str,
    limits: Limits,
) -> None:
    """Let a class that passed before join one that lacks diversity, where it is no larger."""
    if not unit.sensitive:
        return
    lists = [f"v_{column.alias}" for column in unit.sensitive]
    both = _diverse_lists(unit, limits, "list_concat(k.{0}, l.{0})")
    same = " and ".join(f"l.{name} is not distinct from k.{name}" for name in names)
    con.execute(
        "create or replace temp table dibantu as with dulu as "
        f"(select l.kelas, l.n, {', '.join(f'l.{name}' for name in lists)}, {', '.join(told)} "
        f"from kelas_lulus as l inner join {unit.source} as a on l.wakil = a.id) "
        "select k.kelas, min_by(l.kelas, (l.n, l.kelas)) as penolong from kelompok as k "
        f"inner join dulu as l on {same} "
        f"where not ({good}) and l.n <= k.n and {both} group by k.kelas"
    )
    con.execute(
        "update tempat set kelas = b.kelas from dibantu as b where tempat.kelas = b.penolong"
    )
    joined = ", ".join(f"{name} = list_concat(kelompok.{name}, l.{name})" for name in lists)
    con.execute(
        f"update kelompok set n = kelompok.n + l.n, {joined} from dibantu as b "
        "inner join kelas_lulus as l on b.penolong = l.kelas where kelompok.kelas = b.kelas"
    )
    con.execute("delete from kelas_lulus where kelas in (select penolong from dibantu)")


def _diverse_lists(unit: Unit, limits: Limits, form: str) -> str:
    """SQL: the lists of values that ``form`` gives for every sensitive variable are diverse."""
    return " and ".join(
        f"coalesce(len(list_distinct({form.format(f'v_{column.alias}')})), 0) "
        f"not between 1 and {limits.l - 1}"
        for column in unit.sensitive
    )


def _write(
    con: duckdb.DuckDBPyConnection, unit: Unit, steps: Sequence[Levels], day: dt.date
) -> None:
    words = [f"{_by_step(column, steps, day)} as {column.alias}" for column in unit.quasi]
    others = [f"a.{column.alias}" for column in unit.columns if column.rule.peran != "kuasi"]
    flags = [f"a.{flag}" for flag in unit.flags]
    listed = ", ".join(["a.id", "a.id_keluarga", "k.langkah", "k.kelas", *flags, *words, *others])
    con.execute(
        f"create or replace temp table {unit.name} as select {listed} from {unit.source} as a "
        "inner join tempat as t on a.id = t.id inner join kelas_lulus as k on t.kelas = k.kelas"
    )


def _by_step(column: Column, steps: Sequence[Levels], day: dt.date) -> str:
    """The words of a column at the step where its unit passed."""
    cases = " ".join(
        f"when {number} then {recode.value(f'a.{column.alias}', column.rule, level, day)}"
        for number, level in enumerate(levels[column.name] for levels in steps)
    )
    return f"case k.langkah {cases} end"
