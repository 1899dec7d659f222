"""Checked criteria as SQL: names come from the dictionary, values are quoted, no text is SQL.

Conditions are true, false or undecided. An answer that is missing leaves its condition undecided;
a question that was not asked leaves it false, for there is nothing to answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from dagster_dtsen.targeting.check import Book, Variable, ends, is_dates
from dagster_dtsen.targeting.criteria import FAMILY, PERSON, Condition, Rule
from dagster_dtsen.targeting.region import KEMENDAGRI, TIERS, column
from dagster_dtsen.warehouse import quoted

# aliases of the queries of :mod:`count`
FAMILIES, PERSONS, MEMBERS, SUMMED = "k", "o", "m", "a"
NOT_ASKED = "T"


@dataclass
class Compiler:
    """Rules of one or more lists as expressions; ``members`` collects what is asked of members.

    ``date`` is that of the release, on which ages are counted.
    """

    book: Book
    date: dt.date
    members: list[str] = field(default_factory=list)

    def all_of(self, rules: Iterable[Rule]) -> str:
        """All rules hold; true when there are none."""
        return " and ".join(self._rule(rule) for rule in rules) or "true"

    def _rule(self, rule: Rule) -> str:
        if rule.keluarga is not None:
            return self._condition(FAMILY, rule.keluarga, FAMILIES)
        if rule.orang is not None:
            return self._condition(PERSON, rule.orang, PERSONS)
        if rule.anggota is not None:
            return self._member(rule.anggota)
        inner = rule.atau if rule.atau is not None else rule.dan or []
        word = " or " if rule.atau is not None else " and "
        return f"({word.join(self._rule(each) for each in inner)})"

    def _member(self, conditions: Iterable[Condition]) -> str:
        held = " and ".join(self._condition(PERSON, each, MEMBERS) for each in conditions)
        if held not in self.members:
            self.members.append(held)
        return f"{SUMMED}.a{self.members.index(held)}"

    def _condition(self, entity: str, condition: Condition, alias: str) -> str:
        variable = self.book[entity, condition.variabel]
        name = f'{alias}."{variable.nama}"'
        test = self._test(condition, variable, name)
        if variable.posisi is None:
            return f"({test})"
        letter = f"substr({alias}.status_butir, {variable.posisi}, 1)"
        return (
            f"(case when {name} is null and {letter} = {quoted(NOT_ASKED)} then false "
            f"else {test} end)"
        )

    def _test(self, condition: Condition, variable: Variable, name: str) -> str:
        codes = condition.salah_satu or condition.kecuali
        if codes is not None:
            word = "in" if condition.salah_satu else "not in"
            return f"{name} {word} ({', '.join(quoted(code) for code in sorted(set(codes)))})"
        low, high = ends(condition, variable)
        if condition.test == "umur":
            name = f"date_sub('year', {name}, {_day(self.date)})"
        days = is_dates(condition, variable)
        limits = [
            f"{name} {sign} {_day(end) if days else int(end)}"
            for sign, end in ((">=", low), ("<=", high))
            if end is not None
        ]
        return " and ".join(limits)


def _day(day: dt.date) -> str:
    return f"date {quoted(day.isoformat())}"


def someone(expression: str) -> str:
    """Over the members of a family: one does, else undecided where one may, else none does."""
    return (
        f"case when bool_or({expression}) then true "
        f"when bool_or(({expression}) is null) then null else false end"
    )


def within(codes: Iterable[str]) -> str:
    """The family lives in one of these Kemendagri codes; a coarser known code can decide it."""
    tiers = TIERS[KEMENDAGRI]
    parts = []
    for code in sorted(codes):
        above = " or ".join(
            f"{FAMILIES}.{column(tier)} <> {quoted(code[:digits])}"
            for digits, tier in tiers.items()
            if digits < len(code)
        )
        own = f"{FAMILIES}.{column(tiers[len(code)])}"
        decided = f" when {above} then false" if above else ""
        known = f"when {own} is not null then {own} = {quoted(code)}"
        parts.append(f"(case {known}{decided} end)")
    return f"({' or '.join(parts)})" if parts else "true"
