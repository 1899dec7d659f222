"""What goes out, looked at once more: nothing here trusts the cascade or knows its tables.

Reads the final tables alone, under the recipient's keys. Persons and families are joined as the
recipient can join them, and counted anew. A table that does not hold is not let go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.microdata.rules import PERSON, Limits
from dagster_dtsen.microdata.units import Unit
from dagster_dtsen.warehouse import quoted

PERSON_KEY, FAMILY_KEY = "kunci_individu", "kunci_keluarga"
NUMBER = r"[0-9]{16}"
PLACE = r"(^|[^0-9.])-?[0-9]{1,3}[.,][0-9]{6,}"


@dataclass(frozen=True)
class Found:
    """The smallest class and the fewest values of what is sensitive; None where there is none."""

    k: int | None
    l: int | None  # noqa: E741


def joined(unit: Unit, tables: Mapping[str, str]) -> str:
    """SQL of the units as a recipient joins them; columns ``<entity>__<name>``.

    ``tables``: final relation by entity.
    """
    key = PERSON_KEY if unit.kind == PERSON else FAMILY_KEY
    parts = []
    for entity in unit.entities:
        own = [f'"{c.name}" as {c.alias}' for c in unit.columns if c.entity == entity]
        families = [f"{FAMILY_KEY} as keluarga_{entity}"] if unit.kind == PERSON else []
        listed = ", ".join([f"{key} as kunci", *families, *own, f"true as ada_{entity}"])
        parts.append(f"(select {listed} from {tables[entity]})")
    found = parts[0] if len(parts) == 1 else f"{parts[0]} full join {parts[1]} using (kunci)"
    family = "kunci"
    if unit.kind == PERSON:
        family = f"coalesce({', '.join(f'keluarga_{entity}' for entity in unit.entities)})"
    return f"(select *, {family} as keluarga from {found})"


def classes(
    con: duckdb.DuckDBPyConnection, relation: str, by: list[str], sensitive: list[str]
) -> Found:
    """The smallest class by these columns; per sensitive column over those who have a value."""
    keys = ", ".join(by) or "1"
    smallest = con.execute(
        f"select min(n) from (select count(*) as n from {relation} group by {keys})"
    ).fetchall()[0][0]
    fewest: int | None = None
    for column in sensitive:
        values = con.execute(
            f"select min(n) from (select count(*) as n from (select distinct {keys}, {column} as v "
            f"from {relation} where {column} is not null) group by {keys})"
        ).fetchall()[0][0]
        if values is not None:
            fewest = values if fewest is None else min(fewest, values)
    return Found(smallest, fewest)


def whole(
    con: duckdb.DuckDBPyConnection,
    persons: Unit | None,
    families: Unit | None,
    tables: Mapping[str, str],
    limits: Limits,
) -> dict[str, Found]:
    """k and l of persons, families and make-ups as they go out. Raises DtsenError E-UNGKAP."""
    found: dict[str, Found] = {}
    if persons is not None:
        con.execute(
            f"create or replace temp table cek_orang as select *, keluarga is not null as tertaut "
            f"from {joined(persons, tables)}"
        )
        _same_family(con, persons)
        found["orang"] = classes(con, "cek_orang", _words(persons), _sensitive(persons))
    if families is not None:
        tied = "keluarga in (select keluarga from cek_orang where tertaut)"
        con.execute(
            "create or replace temp table cek_keluarga as "
            f"select *, {tied if persons is not None else 'false'} as tertaut "
            f"from {joined(families, tables)}"
        )
        found["keluarga"] = classes(con, "cek_keluarga", _words(families), _sensitive(families))
    if persons is not None:
        found |= _makeups(con, persons, families)
    for what, seen in found.items():
        if (seen.k is not None and seen.k < limits.k) or (seen.l is not None and seen.l < limits.l):
            raise _refused(f"{what}: k {seen.k}, l {seen.l}")
    return found


def _words(unit: Unit) -> list[str]:
    """What an outsider can tell units by: words, which tables have them, whether rows are tied."""
    return [*(column.alias for column in unit.quasi), *unit.flags, "tertaut"]


def _sensitive(unit: Unit) -> list[str]:
    return [column.alias for column in unit.sensitive]


def _same_family(con: duckdb.DuckDBPyConnection, persons: Unit) -> None:
    """A person's rows tell the same family, or none of them does."""
    names = [f"keluarga_{entity}" for entity in persons.entities]
    unlike = " or ".join(
        f"({flag} and {name} is distinct from keluarga)"
        for flag, name in zip(persons.flags, names, strict=True)
    )
    if con.execute(f"select count(*) from cek_orang where {unlike}").fetchall()[0][0]:
        raise _refused("orang: kunci keluarga tidak sama / family keys differ")


def _makeups(
    con: duckdb.DuckDBPyConnection, persons: Unit, families: Unit | None
) -> dict[str, Found]:
    words = _json(persons)
    own = f"any_value({_json(families)})" if families is not None else "'-'"
    source = "cek_keluarga" if families is not None else "(select null as keluarga where false)"
    con.execute(
        "create or replace temp table cek_susunan as "
        "with anggota as (select keluarga, string_agg(kata, chr(10) order by kata) as semua from "
        f"(select keluarga, {words} as kata from cek_orang where tertaut) group by keluarga), "
        f"sendiri as (select keluarga, {own} as kata from {source} group by keluarga) "
        "select a.keluarga, coalesce(s.kata, '-') || chr(10) || a.semua as susunan "
        "from anggota as a left join sendiri as s on a.keluarga = s.keluarga"
    )
    alone = "select count(*) from cek_susunan as s anti join cek_keluarga as f using (keluarga)"
    if families is not None and con.execute(alone).fetchall()[0][0]:
        raise _refused("keluarga: kunci tanpa baris / a key without a row")
    told = _sensitive(families) if families is not None else []
    also = "".join(f", f.{column}" for column in told)
    join = "left join cek_keluarga as f on s.keluarga = f.keluarga" if told else ""
    makeups = classes(
        con, f"(select s.susunan{also} from cek_susunan as s {join})", ["susunan"], told
    )
    members = ", ".join(["s.susunan", f"{words} as kata", *_sensitive(persons)])
    inside = classes(
        con,
        f"(select {members} from cek_orang as o inner join cek_susunan as s "
        "on o.keluarga = s.keluarga)",
        ["susunan", "kata"],
        _sensitive(persons),
    )
    return {"susunan": makeups, "anggota": inside}


def _json(unit: Unit) -> str:
    listed = ", ".join(f"{name} := {name}" for name in _words(unit) if name != "tertaut")
    return f"to_json(struct_pack({listed}))::varchar"


def identifiers(con: duckdb.DuckDBPyConnection, tables: Mapping[str, tuple[str, list[str]]]) -> int:
    """Cells looked at for 16 digits and coordinates, of which there must be none.

    ``tables``: relation and columns by entity, without the recipient's keys: those are hashes, in
    which any digits may stand. Raises DtsenError E-UNGKAP, naming the column.
    """
    cells = 0
    for entity, (relation, columns) in tables.items():
        for name in columns:
            text = f'cast("{name}" as varchar)'
            count, bad = con.execute(
                f"select count(*), count(*) filter (regexp_matches({text}, {quoted(NUMBER)}) "
                f"or regexp_matches({text}, {quoted(PLACE)})) from {relation}"
            ).fetchall()[0]
            if bad:
                raise _refused(f"{entity}.{name}: nomor atau koordinat / a number or coordinate")
            cells += int(count)
    return cells


def _refused(reason: str) -> DtsenError:
    return DtsenError("E-UNGKAP", apa="microdata", reason=reason)
