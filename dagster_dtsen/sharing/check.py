"""A request held against the rules of access, the dictionary and the list of regions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen.declared import shown
from dagster_dtsen.sharing import grounds, papers, places
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.rules import Rules

# what is looked at by then: the request, the recommendation, the agreement
STAGES = ("pengajuan", "rekomendasi", "perjanjian")
STOPS = "tolak"
# what rows of level 3 hold may be counted at levels 1 and 2; what names people may not
AGGREGATED = 3


@dataclass(frozen=True)
class Ground:
    """What a request is held against.

    ``book``: (entity, variable) → lowest access level, None where nobody said; ``regions``: known
    Kemendagri codes; ``overdue``: bodies that owe a report or feedback on ``day``; ``dropped``:
    variables that no rows of level 3 hold.
    """

    rules: Rules
    book: Mapping[tuple[str, str], int | None]
    regions: frozenset[str]
    day: dt.date
    overdue: frozenset[str] = field(default_factory=frozenset)
    dropped: frozenset[tuple[str, str]] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Finding:
    """A code of findings.yml and what it is about."""

    kode: str
    di: str

    @property
    def stops(self) -> bool:
        return bool(_words()[self.kode]["berat"] == STOPS)

    @property
    def text(self) -> tuple[str, str]:
        """What it says, Indonesian and English."""
        own = _words()[self.kode]
        return own["id"], own["en"]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = (Path(__file__).parent / "findings.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def findings(asked: Application, ground: Ground, stage: str) -> list[Finding]:
    """All that stands against ``asked`` when it comes to ``stage``, each thing once, in order."""
    due = STAGES[: STAGES.index(stage) + 1]
    return list(dict.fromkeys(_all(asked, ground, due)))


def _all(asked: Application, ground: Ground, due: tuple[str, ...]) -> Iterator[Finding]:
    rules, day = ground.rules, ground.day
    bodies = [asked.pemohon, *asked.pengguna]
    unknown = [body for body in bodies if body.jenis not in rules.jenis]
    if unknown:
        yield from (Finding("JENIS_TIDAK_DIKENAL", shown(body.jenis)) for body in unknown)
        return
    parts = [
        grounds.bodies(asked, rules),
        grounds.levels(asked, rules),
        places.own(asked, rules),
        places.asked_for(asked, rules, ground.regions),
        _variables(asked, ground),
        papers.held(asked, rules, day, due),
        papers.terms(asked, rules, day, due),
    ]
    if "rekomendasi" in due:
        parts.append(grounds.recommended(asked))
    for part in parts:
        for code, where in part:
            yield Finding(code, where)
    if asked.pemohon.lembaga in ground.overdue:
        yield Finding("TUNGGAKAN", asked.pemohon.lembaga)


def _variables(asked: Application, ground: Ground) -> Iterator[tuple[str, str]]:
    book = ground.book
    for entity, names in asked.variabel.items():
        for name in names:
            where = f"{entity}.{shown(name)}"
            if (entity, name) not in book:
                yield "VARIABEL_TIDAK_DIKENAL", where
                continue
            lowest = book[entity, name]
            if lowest is None:
                yield "VARIABEL_TANPA_TINGKAT", where
            elif lowest > max(asked.level, AGGREGATED):
                yield "VARIABEL_TERLALU_TINGGI", where
            elif asked.level == AGGREGATED and (entity, name) in ground.dropped:
                yield "VARIABEL_BUKAN_MIKRO", where
