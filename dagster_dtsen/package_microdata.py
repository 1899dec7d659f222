"""Packages of level 3: rows of a grant as micro data, checked once more before they leave.

Brings the entities that a grant gives, the rules (microdata/microdata.yml) and the tables of a
package together. Classes are counted on the rows of the grant: where criteria choose them, these
are fewer than the population of the region, so that k and l hold there too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.microdata import cascade, check, loss, makeup, recode, rules, triples, units
from dagster_dtsen.microdata import rows as leaving
from dagster_dtsen.microdata.rules import FAMILY, KINDS, PERSON, Declared, Rule
from dagster_dtsen.microdata.units import Unit
from dagster_dtsen.parcels.content import NAMED, Table
from dagster_dtsen.sharing.entitled import Entitlement

KEPT = "keunikan.json"


@dataclass(frozen=True)
class Micro:
    """Micro data of one package: rules, units, what protection cost, and what was found after.

    ``told`` goes into the quality statement, ``report`` stays with the agency.
    """

    declared: Declared
    units: tuple[Unit, ...]
    told: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """What the manifest says of it."""
        limits = self.declared.rules.batas
        return {
            "aturan": self.declared.rules.versi,
            "sidik": self.declared.sha256,
            "k": limits.k,
            "l": limits.l,
        }

    def of(self, kind: str) -> Unit | None:
        return next((unit for unit in self.units if unit.kind == kind), None)

    def rule(self, entity: str, column: str) -> Rule:
        return self.declared.rules.columns(entity)[column]


def needed(permitted: Entitlement) -> bool:
    """Whether rows leave as micro data: they do below the level of names."""
    return permitted.tingkat < NAMED


def protect(
    con: duckdb.DuckDBPyConnection,
    permitted: Entitlement,
    entitled: Mapping[str, str],
    day: dt.date,
    declared: Declared | None = None,
) -> tuple[Micro, dict[str, str]]:
    """The rows as they may leave, as SQL by entity with the same hidden ids and columns.

    ``entitled``: SQL by entity of what the grant permits; ``day``: date of the release. Raises
    DtsenError E-UNGKAP: a column that does not leave at this level, or nothing left to give.
    """
    declared = declared or rules.load()
    limits = declared.rules.batas
    dropped = rules.withheld(declared.rules, permitted.variabel)
    if dropped:
        reason = f"tidak keluar pada tingkat 3 / not given at level 3: {', '.join(dropped)}"
        raise DtsenError("E-UNGKAP", apa=permitted.izin, reason=reason)
    made: list[Unit] = []
    told: dict[str, Any] = dict.fromkeys((*KINDS, "susunan"))
    for kind in KINDS:
        unit = units.unit(declared.rules, kind, permitted.variabel)
        if unit is None:
            continue
        units.lay(con, unit, entitled, day)
        steps = rules.steps(declared.rules, kind, [column.name for column in unit.quasi])
        passed = cascade.run(con, unit, steps, limits, day)
        if passed.withheld and not sum(passed.steps):
            reason = f"{kind}: tidak ada baris yang lolos / no row is left"
            raise DtsenError("E-UNGKAP", apa=permitted.izin, reason=reason)
        told[kind] = loss.of(con, unit, passed, steps)
        made.append(unit)
    micro = Micro(declared, tuple(made))
    links = makeup.link(con, micro.of(PERSON), micro.of(FAMILY), limits)
    if micro.of(PERSON) is not None:
        told["susunan"] = {"keluarga_beranggota": links.families, "tertaut": links.linked}
    rows = {entity: leaving.of(unit, entity) for unit in micro.units for entity in unit.entities}
    return replace(micro, told=micro.facts | told), rows


def verified(con: duckdb.DuckDBPyConnection, micro: Micro, tables: list[Table]) -> Micro:
    """The same with what was found on the tables that go out. Raises DtsenError E-UNGKAP."""
    laid = {table.entity: table.name for table in tables}
    given = {table.entity: (table.name, _given(micro, table)) for table in tables}
    cells = check.identifiers(con, given)
    limits = micro.declared.rules.batas
    persons, families = micro.of(PERSON), micro.of(FAMILY)
    found = check.whole(con, persons, families, laid, limits)
    seen = {what: {"k": item.k, "l": item.l} for what, item in found.items()}
    report = {unit.kind: _alone(con, unit, laid) for unit in micro.units}
    told = dict(micro.told) | {"ditemukan": seen, "sel_tanpa_pengenal": cells}
    return replace(micro, told=told, report=told | {"tiga_variabel": report})


def words(rule: Rule) -> list[str]:
    """The words that stand in place of values, for the dictionary of a package."""
    return recode.labels(rule)


def _given(micro: Micro, table: Table) -> list[str]:
    """Columns with values; pseudonyms are hashes, in which any digits may stand."""
    return [name for name in table.columns if micro.rule(table.entity, name).peran != "kunci"]


def _alone(con: duckdb.DuckDBPyConnection, unit: Unit, tables: Mapping[str, str]) -> dict[str, Any]:
    looked = [c.alias for c in unit.columns if c.rule.peran == "kuasi" or c.rule.amati]
    return triples.report(con, check.joined(unit, tables), looked)
