"""Units of micro data: a person or family with all that the tables of a package tell of it.

The tables of one kind carry the same key, so a recipient joins them again: persons with their
relations, families with their ranks. They are one row here: the table ``mikro_<kind>_asal`` has
``id``, ``id_keluarga``, which entities have a row (``ada_<entity>``), and their columns under
``<entity>__<name>``: quasi-identifiers raw, all others as they leave (what is told must differ).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.microdata import recode
from dagster_dtsen.microdata.rules import KINDS, PERSON, Rule, Rules

FAMILY_ID = "_id_keluarga"
# the hidden id that the rows of an entity come with, by kind of unit
KEYS = {PERSON: "_id_individu"}


@dataclass(frozen=True)
class Column:
    """A granted column of an entity and its rule."""

    entity: str
    name: str
    rule: Rule

    @property
    def alias(self) -> str:
        return f"{self.entity}__{self.name}"


@dataclass(frozen=True)
class Unit:
    """One kind of unit in a package: its entities there and all their columns."""

    kind: str
    entities: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def source(self) -> str:
        return f"mikro_{self.kind}_asal"

    @property
    def name(self) -> str:
        """The table of those that passed a step."""
        return f"mikro_{self.kind}"

    @property
    def flags(self) -> list[str]:
        return [f"ada_{entity}" for entity in self.entities]

    def of(self, *roles: str) -> list[Column]:
        return [column for column in self.columns if column.rule.peran in roles]

    @property
    def quasi(self) -> list[Column]:
        return self.of("kuasi")

    @property
    def sensitive(self) -> list[Column]:
        return self.of("peka")


def unit(rules: Rules, kind: str, variables: Mapping[str, tuple[str, ...]]) -> Unit | None:
    """The unit of a kind as these columns make it, None where no entity of it is granted."""
    entities = tuple(entity for entity in KINDS[kind] if entity in variables)
    columns = tuple(
        Column(entity, name, rules.columns(entity)[name])
        for entity in entities
        for name in variables[entity]
    )
    return Unit(kind, entities, columns) if entities else None


def lay(con: duckdb.DuckDBPyConnection, unit: Unit, rows: Mapping[str, str], day: dt.date) -> int:
    """Lay out all units of a kind from the rows of their entities; how many there are.

    ``rows``: SQL by entity, granted columns and hidden ids; ``day``: date of the release. Raises
    DtsenError E-UNGKAP where a key comes twice: nobody could say how many people a class holds.
    """
    key = KEYS.get(unit.kind, FAMILY_ID)
    parts, joined = [], ""
    for entity in unit.entities:
        own = [f"{_given(c, day)} as {c.alias}" for c in unit.columns if c.entity == entity]
        listed = ", ".join([f"{key} as id", f"{FAMILY_ID} as id_keluarga", *own])
        parts.append(f"(select {listed}, true as ada_{entity} from ({rows[entity]}))")
        joined = f"{joined} full join {parts[-1]} as {entity} using (id)" if joined else (
            f"{parts[-1]} as {entity}"
        )  # fmt: skip
    families = ", ".join(f"{entity}.id_keluarga" for entity in unit.entities)
    columns = ["id", f"coalesce({families}) as id_keluarga"]
    columns += [f"coalesce({flag}, false) as {flag}" for flag in unit.flags]
    columns += [column.alias for column in unit.columns]
    con.execute(
        f"create or replace temp table {unit.source} as select {', '.join(columns)} from {joined}"
    )
    found, single = con.execute(
        f"select count(*), count(distinct id) from {unit.source}"
    ).fetchall()[0]
    if found != single:
        reason = f"{unit.kind}: kunci ganda / a key comes twice"
        raise DtsenError("E-UNGKAP", apa="microdata", reason=reason)
    return int(found)


def _given(column: Column, day: dt.date) -> str:
    name = f'"{column.name}"'
    kept = column.rule.raw or column.rule.peran in ("kuasi", "kunci")
    return name if kept else recode.value(name, column.rule, 0, day)
