"""The decisions known so far, indexed, and what they say on a day: contradictions by their path."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from dagster_dtsen.steward.decisions import UNDO, Decision, Pair


@dataclass(frozen=True, order=True)
class Clash:
    """Records that are one and not one: what keeps them apart, and the joins between them."""

    apart: str
    pair: Pair
    joins: tuple[str, ...]

    @property
    def names(self) -> set[str]:
        return {self.apart, *self.joins}


@dataclass
class Book:
    """Decisions by id, by record and by what they undo."""

    known: dict[str, Decision] = field(default_factory=dict)
    undone_by: dict[str, list[str]] = field(default_factory=dict)
    by_record: dict[Pair, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Book:
        book = cls()
        for decision in decisions:
            book.add(decision)
        return book

    def add(self, decision: Decision) -> None:
        """Take one in; one that is known already changes nothing."""
        if decision.id in self.known:
            return
        self.known[decision.id] = decision
        if decision.membatalkan:
            self.undone_by.setdefault(decision.membatalkan, []).append(decision.id)
        for key in decision.records:
            self.by_record.setdefault((decision.objek, key), []).append(decision.id)

    def remove(self, decision: Decision) -> None:
        """Take out what :meth:`add` took in last."""
        del self.known[decision.id]
        if decision.membatalkan:
            self.undone_by[decision.membatalkan].remove(decision.id)
        for key in decision.records:
            self.by_record[decision.objek, key].remove(decision.id)

    def holds(self, identity: str, day: dt.date) -> bool:
        """Whether a decision is in force on ``day``; an undo that is undone undoes nothing."""
        decision = self.known[identity]
        if decision.tanggal > day or (decision.berlaku_sampai or day) < day:
            return False
        return not any(self.holds(item, day) for item in self.undone_by.get(identity, ()))

    def answer(self, objek: str, left: str, right: str, day: dt.date) -> Decision | None:
        """A decision that says of two records that they are one, or not, on ``day`` or later."""
        pair = (min(left, right), max(left, right))
        shared = set(self.by_record.get((objek, left), ()))
        shared &= set(self.by_record.get((objek, right), ()))
        for name in sorted(shared):
            decision = self.known[name]
            lasts = (decision.berlaku_sampai or day) >= day
            undone = any(self.holds(item, dt.date.max) for item in self.undone_by.get(name, ()))
            if lasts and not undone and pair in {*decision.same(), *decision.apart()}:
                return decision
        return None

    def root(self, decision: Decision) -> Decision:
        """What a chain of undos is about in the end."""
        while decision.tindakan == UNDO and decision.membatalkan in self.known:
            decision = self.known[decision.membatalkan]
        return decision

    def around(self, decisions: Iterable[Decision]) -> list[Decision]:
        """Decisions that share records with these, and so on, whether in force or not."""
        waiting = deque(self.root(item) for item in decisions)
        found: dict[str, Decision] = {}
        while waiting:
            decision = waiting.popleft()
            if decision.id in found or decision.tindakan == UNDO:
                continue
            found[decision.id] = decision
            for key in decision.records:
                waiting += (self.known[i] for i in self.by_record.get((decision.objek, key), ()))
        return [found[identity] for identity in sorted(found)]

    def days(self, around: Iterable[Decision], start: dt.date) -> list[dt.date]:
        """From ``start`` on, the days on which one of these, or an undo of it, begins to hold."""
        found, waiting = {start}, [item.id for item in around]
        while waiting:
            identity = waiting.pop()
            found.add(max(start, self.known[identity].tanggal))
            waiting += self.undone_by.get(identity, ())
        return sorted(found)

    def clashes(self, around: Iterable[Decision], day: dt.date) -> set[Clash]:
        """Contradictions among these on ``day``."""
        held = [item for item in around if self.holds(item.id, day)]
        joins = joined(held)
        found = set()
        for decision in held:
            for left, right in decision.apart():
                if way := path(joins, left, right):
                    found.add(Clash(decision.id, (left, right), way))
        return found


Joins = dict[str, list[tuple[str, str]]]


def joined(held: Iterable[Decision]) -> Joins:
    """Record → records that are one with it, each with the decision that says so."""
    found: Joins = {}
    for decision in held:
        for left, right in decision.same():
            found.setdefault(left, []).append((right, decision.id))
            found.setdefault(right, []).append((left, decision.id))
    return found


def path(joins: Joins, start: str, end: str) -> tuple[str, ...]:
    """Decisions along a shortest way that makes ``start`` and ``end`` one; empty when none does."""
    came: dict[str, tuple[str, str] | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        key = waiting.popleft()
        for other, identity in sorted(joins.get(key, ())):
            if other not in came:
                came[other] = (key, identity)
                waiting.append(other)
    names: set[str] = set()
    step = came.get(end)
    while step is not None:
        names.add(step[1])
        step = came[step[0]]
    return tuple(sorted(names))
