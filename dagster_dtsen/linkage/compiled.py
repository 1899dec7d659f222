"""The frozen model as SQL: what Splink would score, in one statement.

Fellegi and Sunter's match weight of a pair is the sum over the comparisons of log2(m / u) of the
level that holds, and for a level with term frequencies log2(u) - log2(frequency) beside it. The
model JSON says all of that; here it becomes CASE expressions. Scores are those of Splink
(`penilai` in linkage.yml chooses; a test holds both equal to 1e-6 on every pair).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from dagster_dtsen.warehouse import quoted


@dataclass(frozen=True)
class Scorer:
    """A compiled model. ``comparisons``: names in order; ``levels``: name -> CASE over ``l`` and
    ``r`` that gives Splink's comparison vector value; ``weights``: name -> CASE over
    ``gamma_<name>``, ``tf_l`` and ``tf_r`` columns that gives log2 odds (double)."""

    comparisons: tuple[str, ...]
    levels: dict[str, str]
    weights: dict[str, str]
    terms: tuple[str, ...]


def sided(sql: str) -> str:
    """SQL over ``x_l`` and ``x_r``, as Splink has it, as SQL over ``l.x`` and ``r.x``."""
    return re.sub(r'\b"?(\w+?)_([lr])"?\b', r"\2.\1", sql)


def level_values(nulls: list[bool]) -> list[int]:
    """Splink's comparison vector values: 0 the last level, more for every level before it.

    ``nulls``: whether each level, strongest first, is the null level, whose value is -1.
    """
    rest = iter(range(nulls.count(False) - 1, -1, -1))
    return [-1 if null else next(rest) for null in nulls]


def case_of(conditions: list[tuple[str, str]]) -> str:
    """CASE over ``l`` and ``r`` that gives a result for the first condition that holds.

    ``conditions``: (SQL over ``x_l`` and ``x_r`` or ELSE, result as SQL).
    """
    parts = [
        f"else {result}" if sql.strip().upper() == "ELSE" else f"when {sided(sql)} then {result}"
        for sql, result in conditions
    ]
    return f"case {' '.join(parts)} end"


def _weight(level: dict[str, Any]) -> str:
    """Log2 odds of one level as SQL; a null level says nothing."""
    if level.get("is_null_level"):
        return "0.0"
    m, u = float(level["m_probability"]), float(level["u_probability"])
    base = f"cast({math.log2(m / u)!r} as double)"
    column = level.get("tf_adjustment_column")
    share = float(level.get("tf_adjustment_weight", 1.0))
    if not column or not share:
        return base
    left, right = f"tf_{column}_l", f"tf_{column}_r"
    lowest = f"cast({float(level.get('tf_minimum_u_value', 0.0))!r} as double)"
    term = f"greatest(coalesce({left}, {right}), coalesce({right}, {left}), {lowest})"
    return (
        f"{base} + case when coalesce({left}, {right}) is null then 0.0 else "
        f"cast({share!r} as double) * (cast({math.log2(u)!r} as double) - log2({term})) end"
    )


def compile_model(splink: dict[str, Any]) -> Scorer:
    """The scorer of trained Splink settings (the model JSON as a dict).

    Frequencies are taken from columns ``tf_<column>`` of the input, as Splink takes them when they
    are there. A level with term frequencies has to name its own u
    (``disable_tf_exact_match_detection``); raises ValueError otherwise.
    """
    levels: dict[str, str] = {}
    weights: dict[str, str] = {}
    terms: set[str] = set()
    for comparison in splink["comparisons"]:
        name, declared = str(comparison["output_column_name"]), comparison["comparison_levels"]
        values = level_values([bool(level.get("is_null_level")) for level in declared])
        for level in declared:
            if level.get("tf_adjustment_column"):
                if not level.get("disable_tf_exact_match_detection"):
                    raise ValueError(f"{name}: term frequencies on another level's u")
                terms.add(str(level["tf_adjustment_column"]))
        levels[name] = case_of(
            [
                (level["sql_condition"], str(value))
                for level, value in zip(declared, values, strict=True)
            ]
        )
        cases = [
            f"when {value} then {_weight(level)}"
            for level, value in zip(declared, values, strict=True)
        ]
        weights[name] = f"case gamma_{name} {' '.join(cases)} end"
    return Scorer(tuple(levels), levels, weights, tuple(sorted(terms)))


def scored_sql(
    scorer: Scorer, records: str, pairs: str, retain: tuple[str, ...] = (), details: bool = False
) -> str:
    """Query that scores the pairs of relation ``pairs`` (``rekaman_id_l``, ``_r``, ``match_key``).

    ``records``: relation of the input columns with ``tf_<column>`` for every term column. Gives
    the ids, ``match_key``, ``gamma_<comparison>``, both sides of ``retain`` and ``match_weight``:
    log2 odds without any prior, not rounded. ``details`` adds ``mw_<comparison>``.
    """
    gammas = [f"cast({scorer.levels[c]} as tinyint) as gamma_{c}" for c in scorer.comparisons]
    sides = [
        f"{side}.{column} as {column}_{side}"
        for column in (*retain, *(f"tf_{term}" for term in scorer.terms))
        for side in "lr"
    ]
    parts = [f"({scorer.weights[c]})" for c in scorer.comparisons]
    shown = [f"({scorer.weights[c]}) as mw_{c}" for c in scorer.comparisons] if details else []
    return f"""
        select *, {" + ".join(parts)} as match_weight {"".join(", " + x for x in shown)}
        from (
            select
                p.rekaman_id_l, p.rekaman_id_r, p.match_key, {", ".join([*gammas, *sides])}
            from {pairs} as p
            inner join {records} as l on p.rekaman_id_l = l.rekaman_id
            inner join {records} as r on p.rekaman_id_r = r.rekaman_id
        )
    """


def contradiction_sql(rules: list[dict[str, Any]], gamma: dict[str, dict[str, int]]) -> str:
    """CASE that names the rule of ``pertentangan`` that a scored pair falls under, else null.

    ``gamma``: comparison -> label -> comparison vector value.
    """
    cases = []
    for rule in rules:
        terms = [
            f"gamma_{name} in ({', '.join(str(gamma[name][label]) for label in labels)})"
            for name, labels in rule["bila"].items()
        ]
        terms += [f"({rule['sql']})"] if "sql" in rule else []
        cases.append(f"when {' and '.join(terms)} then {quoted(rule['nama'])}")
    return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"
