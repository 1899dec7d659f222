"""What may leave of published counts: all of level 1 to everybody, level 2 by a grant.

Level 1 needs no request (SE Menteri PPN 8/2023 E.9): one standing grant, `publik.yml`, says which
tables it is about. A grant of level 2 gives the counts of its regions that its variables make up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.check import AGGREGATED
from dagster_dtsen.sharing.register import Grant
from dagster_dtsen.sharing.rules import Rules
from dagster_dtsen.warehouse import quoted

COUNTED = 2
# code of the whole country in tables of counts
COUNTRY = "ID"


class Public(BaseModel):
    """The standing grant of level 1: its tables, the smallest region in them, its licence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    izin: str
    tingkat: int
    tabel: list[str]
    wilayah_terendah: str
    lisensi: str
    rujukan: str


@dataclass(frozen=True)
class Counts:
    """What a grant permits: names of variables, prefixes of regions (none: the country)."""

    izin: str
    tingkat: int
    variabel: frozenset[str]
    wilayah: tuple[str, ...]


@lru_cache(maxsize=1)
def public() -> Public:
    """The standing grant, the same on every day."""
    text = (Path(__file__).parent / "publik.yml").read_text(encoding="utf-8")
    return Public.model_validate(yaml.safe_load(text))


def of(
    grant: Grant, rules: Rules, book: Mapping[tuple[str, str], int | None], day: dt.date
) -> Counts:
    """What ``grant`` permits of the counts on ``day``. Raises DtsenError E-IZIN-BATAS.

    Looked at as for rows (entitled.py). A variable that names people is not counted; row criteria
    do not go with counts that were made of everybody.
    """
    level = entitled.checked(grant, rules, day)
    if level.tingkat != COUNTED:
        raise entitled.refused(grant, f"tingkat / level {level.tingkat}")
    if grant.asked.kriteria is not None:
        raise entitled.refused(grant, "kriteria baris / row criteria")
    for entity, names in grant.asked.variabel.items():
        for name in names:
            lowest = book.get((entity, name))
            if lowest is None or lowest > AGGREGATED:
                raise entitled.refused(grant, f"{entity}.{name}")
    named = frozenset(name for names in grant.asked.variabel.values() for name in names)
    return Counts(grant.id, level.tingkat, named, entitled.regions(grant, rules))


def around(permitted: Counts) -> Counts:
    """The same of the regions above, whose counts are anybody's: to compare with."""
    above = {code[:2] for code in permitted.wilayah}
    return replace(permitted, wilayah=(*sorted(above), COUNTRY) if above else ())


def where(
    permitted: Counts,
    measures: Mapping[str, frozenset[str]],
    groups: Mapping[str, frozenset[str]],
    measure: str,
) -> str:
    """SQL condition on ``kode_wilayah``, ``kelompok`` and the column ``measure`` of a table.

    ``measures``, ``groups``: the variables that each is made of. One whose variables were not all
    granted stays; so does one that nobody described.
    """
    inside = [f"starts_with(kode_wilayah, {quoted(code)})" for code in permitted.wilayah]
    parts = [f"({' or '.join(inside)})"] if inside else []
    for column, made_of in ((measure, measures), ("kelompok", groups)):
        told = sorted(name for name, needs in made_of.items() if needs <= permitted.variabel)
        listed = ", ".join(quoted(name) for name in told)
        parts.append(f"{column} in ({listed})" if told else "false")
    return " and ".join(parts)
