"""An attacker who knows some people exactly and looks for them among the rows that went out.

He knows of a person all quasi-identifiers raw, the whole family, and the rules. A row fits a person
when its words can stand for the person's values at some level: the band of the age, the group of
the code, ``*``. Of tied rows the whole family must fit, member by member, and the family's own row.
He may also know whether the person's rows are tied: the smaller of both sets is what he is left
with, and every row in it is as likely as the others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from dagster_dtsen.microdata import recode
from dagster_dtsen.microdata.rules import PERSON
from dagster_dtsen.microdata.units import Column, Unit
from tests.microdata.people import DAY, Released, rows

Words = tuple[Any, ...]
# by quasi-identifier all words that can stand for a unit's value
Possible = dict[str, set[Any]]


@dataclass(frozen=True)
class Result:
    """Persons looked for, the largest chance he can give a row, at most so many links right."""

    targets: int
    largest: float
    right: float


@dataclass(frozen=True)
class _Family:
    own: Words
    members: list[Words]


def _levels(column: Column) -> str:
    """SQL: the words of a column at all of its levels."""
    told = (
        recode.value(f't."{column.name}"', column.rule, level, DAY)
        for level in range(len(column.rule.tingkat) + 1)
    )
    return f"[{', '.join(told)}]"


class Attacker:
    """Knows the raw tables; ``released`` was looked at again, so ``cek_`` holds its rows."""

    def __init__(self, released: Released) -> None:
        self._released = released
        persons, families = released.micro.of("orang"), released.micro.of("keluarga")
        assert persons is not None
        self._names = [column.alias for column in persons.quasi]
        self._own_names = [column.alias for column in families.quasi] if families else []
        self.persons, self._of = self._known(persons)
        self._families = self._known(families)[0] if families else {}
        seen = self._rows("cek_orang", self._names)
        self._alone = Counter(words for _, family, words in seen if family is None)
        own = {key: words for key, _, words in self._rows("cek_keluarga", self._own_names)} if (
            families
        ) else {}  # fmt: skip
        self._tied: dict[str, _Family] = {}
        for _, family, words in seen:
            if family is not None:
                kept = self._tied.setdefault(family, _Family(own.get(family, ()), []))
                kept.members.append(words)
        self._members: dict[str, list[Possible]] = {}
        for identity, family in self._of.items():
            self._members.setdefault(family, []).append(self.persons[identity])

    def chance(self, identity: str) -> float:
        """The largest chance he can give a row of being this person; 0 where no row fits."""
        person, family = self.persons[identity], self._of[identity]
        alone = sum(n for words, n in self._alone.items() if _fits(words, person, self._names))
        tied = sum(
            sum(_fits(words, person, self._names) for words in other.members)
            for other in self._tied.values()
            if self._alike(other, family)
        )
        return max((1 / count for count in (alone, tied) if count), default=0.0)

    def _alike(self, other: _Family, family: str) -> bool:
        members = self._members[family]
        return (
            len(other.members) == len(members)
            and _fits(other.own, self._families.get(family, {}), self._own_names)
            and _matched(other.members, members, self._names)
        )

    def _known(self, unit: Unit) -> tuple[dict[str, Possible], dict[str, str]]:
        key = "_id_individu" if unit.kind == PERSON else "_id_keluarga"
        raw = rows({e: tuple(c.name for c in unit.columns if c.entity == e) for e in unit.entities})
        found: dict[str, Possible] = {}
        families = {}
        for entity in unit.entities:
            own = [column for column in unit.quasi if column.entity == entity]
            listed = ", ".join([key, "_id_keluarga", *map(_levels, own)])
            query = f"select {listed} from ({raw[entity]}) as t"
            for identity, family, *words in self._released.con.execute(query).fetchall():
                families[identity] = family
                told = {c.alias: set(w) for c, w in zip(own, words, strict=True)}
                found.setdefault(identity, {}).update(told)
        return found, families

    def _rows(self, table: str, names: list[str]) -> list[tuple[str, Any, Words]]:
        listed = ", ".join(["kunci", "keluarga", *names])
        found = self._released.con.execute(f"select {listed} from {table}").fetchall()
        return [(row[0], row[1], tuple(row[2:])) for row in found]


def persons(released: Released, every: int = 20) -> Result:
    """He looks for every twentieth person."""
    attacker = Attacker(released)
    found = [attacker.chance(identity) for identity in sorted(attacker.persons)[::every]]
    return Result(len(found), max(found), sum(found) / len(found))


def _fits(words: Words, possible: Possible, names: list[str]) -> bool:
    return all(word in possible[name] for word, name in zip(words, names, strict=True))


def _matched(inside: list[Words], sets: list[Possible], names: list[str]) -> bool:
    """Whether every member can be another row (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(member: int, tried: set[int]) -> bool:
        for at, words in enumerate(inside):
            if at not in tried and _fits(words, sets[member], names):
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = member
                    return True
        return False

    return all(place(member, set()) for member in range(len(sets)))
