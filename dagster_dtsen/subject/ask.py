"""What is asked, and where it is looked up: releases as places with tables of the same names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dagster_dtsen.subject.words import Pair
from dagster_dtsen.warehouse import records

Row = dict[str, Any]
PERSON, FAMILY = "individu", "keluarga"


@dataclass(frozen=True)
class Variable:
    """A variable of the dictionary. ``place``: its letter in ``status_butir``, 0 for none."""

    name: str
    entity: str
    label: Pair
    block: str
    item: str
    place: int
    codes: str


@dataclass(frozen=True)
class Book:
    """The dictionary, words of codes ((list, code)), verdicts, and rules of corrections by id."""

    variables: tuple[Variable, ...]
    codes: Mapping[tuple[str, str], Pair]
    verdicts: Mapping[str, Row]
    corrections: Mapping[int, str]

    def of(self, entity: str) -> list[Variable]:
        return [row for row in self.variables if row.entity == entity]

    def label(self, entity: str, name: str) -> Pair:
        found = [row.label for row in self.variables if (row.entity, row.name) == (entity, name)]
        return found[0] if found else [name, name]

    def meaning(self, variable: Variable, value: object) -> Pair | None:
        return self.codes.get((variable.codes, str(value))) if variable.codes else None


@dataclass(frozen=True)
class Place:
    """One release: sealed files, or the working file. ``tables``: name → relation in SQL."""

    release: str
    published: bool
    tables: Mapping[str, str] = field(default_factory=dict)

    def rows(
        self, con: duckdb.DuckDBPyConnection, name: str, where: str, **values: object
    ) -> list[Row]:
        """Rows of a table that ``where`` chooses, none where the release lacks it."""
        if name not in self.tables:
            return []
        # the condition goes down into the files: nothing else of them is read
        return records(con, f"select * from {self.tables[name]} where {where}", values)


@dataclass(frozen=True)
class Question:
    """``places``: releases up to the one asked for, oldest first; ``at``: that one.

    ``working``: what the working file holds beyond a release (records with their values), of the
    release it names. ``values``: whether values are shown.
    """

    con: duckdb.DuckDBPyConnection
    book: Book
    places: tuple[Place, ...]
    at: Place
    working: Place
    values: bool

    def rows(self, name: str, where: str, **values: object) -> list[Row]:
        """Rows of a table of the release asked for."""
        return self.at.rows(self.con, name, where, **values)

    def work(self, name: str, where: str, **values: object) -> list[Row]:
        """Rows of the working file, none when it holds another release."""
        if self.working.release != self.at.release:
            return []
        return self.working.rows(self.con, name, where, **values)

    def before(self, place: Place) -> tuple[Place, ...]:
        """Releases older than ``place``, newest first."""
        return tuple(reversed(self.places[: self.places.index(place)]))


def text(value: object) -> str | None:
    """A value as the answer shows it; dates in ISO form."""
    return None if value is None else str(value)
