"""A value at a level as SQL: as it is, its first digits, its band, its group, or ``*``."""

from __future__ import annotations

import datetime as dt

from dagster_dtsen.microdata.rules import AS_IS, PREFIX, STAR, UNLISTED, Rule
from dagster_dtsen.warehouse import quoted


def value(column: str, rule: Rule, level: int, day: dt.date) -> str:
    """SQL of a column at a level, a text; null stays null, but for ``*``.

    ``day``: the date of the release, at which ages are told.
    """
    if level == len(rule.tingkat):
        return quoted(STAR)
    how = rule.tingkat[level]
    if isinstance(how, list):
        whole = f"date_sub('year', {column}, date '{day.isoformat()}')" if rule.umur else column
        return _banded(whole, how)
    if isinstance(how, dict):
        cases = " ".join(
            f"when {column} in ({', '.join(map(quoted, codes))}) then {quoted(label)}"
            for label, codes in how.items()
        )
        return f"case {cases} when {column} is not null then {quoted(UNLISTED)} end"
    if how == AS_IS:
        return f"cast({column} as varchar)"
    return f"left({column}, {how.removeprefix(PREFIX)})"


def band(bounds: list[int], at: int) -> str:
    """The words of a band: ``5–9``, ``3``, ``75+``; no spreadsheet takes them for a date."""
    low = bounds[at]
    if at == len(bounds) - 1:
        return f"{low}+"
    high = bounds[at + 1] - 1
    return f"{low}" if low == high else f"{low}–{high}"


def labels(rule: Rule) -> list[str]:
    """All words that stand in place of values at some level, once each, ``*`` last."""
    found: list[str] = []
    for level in rule.tingkat:
        if isinstance(level, list):
            found += [band(level, at) for at in range(len(level))]
        elif isinstance(level, dict):
            found += list(level)
    return list(dict.fromkeys([*found, *([STAR] if rule.peran == "kuasi" else [])]))


def _banded(whole: str, bounds: list[int]) -> str:
    cases = " ".join(
        f"when {whole} >= {bounds[at]} then {quoted(band(bounds, at))}"
        for at in reversed(range(len(bounds)))
    )
    return f"case {cases} end"
