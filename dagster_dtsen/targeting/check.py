"""A criteria file held against the dictionary and the columns of a release before it is used."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dagster_dtsen.declared import shown
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.targeting.criteria import Condition, Criteria

_WHOLE = re.compile(r"(-?\d{1,9})?\.\.(-?\d{1,9})?")
_DATES = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
WHOLE, DATE, CODED, OTHER = "bilangan", "tanggal", "kode", "lain"
TESTS_OF = {
    CODED: ("salah_satu", "kecuali"),
    WHOLE: ("antara",),
    DATE: ("antara", "umur"),
    OTHER: (),
}


@dataclass(frozen=True)
class Variable:
    """A variable of the dictionary as conditions see it.

    ``jenis`` is one of the keys of ``TESTS_OF``; ``posisi`` its letter (from 1) in ``status_butir``
    where it answers the questionnaire; ``tertutup``: it identifies people.
    """

    entitas: str
    nama: str
    label: tuple[str, str]
    jenis: str
    kode: frozenset[str]
    posisi: int | None
    tertutup: bool


Book = Mapping[tuple[str, str], Variable]


def check(criteria: Criteria, file: str, book: Book, columns: Mapping[str, frozenset[str]]) -> None:
    """Raises DtsenError E-KRITERIA-VARIABEL for the first condition that cannot be asked.

    ``columns``: entity → columns of the release.
    """
    for entity, condition in criteria.conditions():
        reason = _wrong(entity, condition, book, columns[entity])
        if reason:
            raise DtsenError(
                "E-KRITERIA-VARIABEL",
                file=file,
                variable=f"{entity}.{shown(condition.variabel)}",
                reason=reason,
            )


def _wrong(entity: str, condition: Condition, book: Book, columns: frozenset[str]) -> str | None:
    variable = book.get((entity, condition.variabel))
    if variable is None:
        return "tidak ada dalam kamus / not in the dictionary"
    known, test = TESTS_OF[variable.jenis], condition.test
    reasons = (
        (variable.tertutup, "mengenali orang, bukan syarat / identifies people, no condition"),
        (variable.nama not in columns, "tidak ada dalam rilis / not in the release"),
        (not known, "tanpa daftar kode, tidak dapat diuji / has no code list, cannot be tested"),
        (test not in known, f"{test}: yang berlaku / allowed {', '.join(known)}"),
    )
    for holds, reason in reasons:
        if holds:
            return reason
    if variable.jenis != CODED:
        return _wrong_range(condition, variable)
    strange = sorted(set(getattr(condition, test)) - variable.kode)
    return f"kode tidak dikenal / unknown code {shown(strange[0])}" if strange else None


def _wrong_range(condition: Condition, variable: Variable) -> str | None:
    text = getattr(condition, condition.test)
    example = "1990-01-01.." if is_dates(condition, variable) else "10..54"
    try:
        low, high = ends(condition, variable)
    except ValueError:
        return f"{shown(text)}: bukan rentang seperti / no range such as {example}"
    if low is not None and high is not None and low > high:
        return f"{shown(text)}: rentang terbalik / range upside down"
    return None


def is_dates(condition: Condition, variable: Variable) -> bool:
    """Whether the ends of its range are days (and not numbers or years of age)."""
    return variable.jenis == DATE and condition.test == "antara"


def ends(condition: Condition, variable: Variable) -> tuple[Any, Any]:
    """The ends of a range, days or whole numbers, one may be None; ValueError when it is none."""
    dates = is_dates(condition, variable)
    text = getattr(condition, condition.test)
    found = (_DATES if dates else _WHOLE).fullmatch(text)
    if found is None or found.groups() == (None, None):
        raise ValueError
    low, high = found.groups()
    kind = dt.date.fromisoformat if dates else int
    return (kind(low) if low else None), (kind(high) if high else None)
