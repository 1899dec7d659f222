"""The rows of each entity as they leave: words in place of values, keys taken away where due."""

from __future__ import annotations

import datetime as dt

from dagster_dtsen.microdata import recode
from dagster_dtsen.microdata.makeup import LINKED
from dagster_dtsen.microdata.rules import PERSON
from dagster_dtsen.microdata.units import FAMILY_ID, KEYS, Column, Unit

FAMILY = "id_keluarga"


def of(unit: Unit, entity: str, day: dt.date) -> str:
    """SQL of an entity's rows: hidden ids and granted columns in their order, from ``mikro_``.

    The persons of a family whose rows are not tied do not tell which family that is.
    """
    join = f"left join {LINKED} as t on p.id_keluarga = t.id_keluarga"
    family = "t.id_keluarga" if unit.kind == PERSON else "p.id"
    ids = [f"{family} as {FAMILY_ID}"]
    if unit.kind in KEYS:
        ids.insert(0, f"p.id as {KEYS[unit.kind]}")
    own = [
        f'{_told(column, unit, family, day)} as "{column.name}"'
        for column in unit.columns
        if column.entity == entity
    ]
    return f"select {', '.join([*ids, *own])} from {unit.name} as p {join} where p.ada_{entity}"


def _told(column: Column, unit: Unit, family: str, day: dt.date) -> str:
    name = f"p.{column.alias}"
    if column.rule.peran == "kunci":
        return family if column.name == FAMILY else "p.id"
    if column.rule.peran == "kuasi" or column.rule.raw:
        return name
    return recode.value(name, column.rule, 0, day)
