"""The rows of each entity as they leave: words in place of values, keys taken away where due."""

from __future__ import annotations

from dagster_dtsen.microdata.makeup import LINKED
from dagster_dtsen.microdata.rules import PERSON
from dagster_dtsen.microdata.units import FAMILY_ID, KEYS, Column, Unit

FAMILY = "id_keluarga"


def of(unit: Unit, entity: str) -> str:
    """SQL of an entity's rows: hidden ids and granted columns in their order, from ``mikro_``.

    The persons of a family whose rows are not tied do not tell which family that is.
    """
    join = f"left join {LINKED} as t on p.id_keluarga = t.id_keluarga"
    family = "t.id_keluarga" if unit.kind == PERSON else "p.id"
    ids = [f"{family} as {FAMILY_ID}"]
    if unit.kind in KEYS:
        ids.insert(0, f"p.id as {KEYS[unit.kind]}")
    own = [
        f'{_told(column, family)} as "{column.name}"'
        for column in unit.columns
        if column.entity == entity
    ]
    return f"select {', '.join([*ids, *own])} from {unit.name} as p {join} where p.ada_{entity}"


def _told(column: Column, family: str) -> str:
    if column.rule.peran != "kunci":
        return f"p.{column.alias}"
    return family if column.name == FAMILY else "p.id"
