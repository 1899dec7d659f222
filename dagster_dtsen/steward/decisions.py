"""Decisions of stewards on records: plain data in an append-only log.

They name records, never ids, so that they outlive every run and every model. One line of the log
holds what was entered in one act: a decision, and the counter-decisions that make room for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dagster_dtsen import journal
from dagster_dtsen.settings import Settings

JOIN, SEPARATE, SPLIT, CONFIRM, UNDO = "satukan", "pisahkan", "pecah", "benarkan", "batalkan"
ACTS = (JOIN, SEPARATE, SPLIT, CONFIRM, UNDO)
# acts by which the records of one group are one
HOLDING = (JOIN, CONFIRM, SPLIT)
SUBJECTS = ("individu", "keluarga")
Pair = tuple[str, str]


class Decision(BaseModel):
    """One decision. ``kelompok``: groups of record keys, in a canonical order; none of an undo.

    ``bukti`` is the SHA-256 of the evidence file, ``membatalkan`` the decision that an undo ends,
    ``asal`` the key of the queue item that asked.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    tindakan: Literal["satukan", "pisahkan", "pecah", "benarkan", "batalkan"]
    objek: Literal["individu", "keluarga"] = "individu"
    kelompok: tuple[tuple[str, ...], ...] = ()
    alasan: str = Field(min_length=1)
    oleh: str = Field(min_length=1)
    tanggal: dt.date
    berlaku_sampai: dt.date | None = None
    bukti: str | None = None
    membatalkan: str | None = None
    asal: str | None = None

    @field_validator("kelompok")
    @classmethod
    def _in_order(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted(tuple(sorted(set(group))) for group in groups if group))

    @property
    def id(self) -> str:
        """Derived from what was decided, so the same decision taken twice is one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @property
    def records(self) -> list[str]:
        """Keys of all records it names."""
        return [key for group in self.kelompok for key in group]

    def same(self) -> list[Pair]:
        """Pairs of records that are one."""
        if self.tindakan not in HOLDING:
            return []
        return [
            (group[i], other)
            for group in self.kelompok
            for i in range(len(group))
            for other in group[i + 1 :]
        ]

    def apart(self) -> list[Pair]:
        """Pairs of records that are not one."""
        if self.tindakan not in (SEPARATE, SPLIT):
            return []
        return [
            (min(left, right), max(left, right))
            for i, group in enumerate(self.kelompok)
            for other in self.kelompok[i + 1 :]
            for left in group
            for right in other
        ]


def append(settings: Settings, entry: Iterable[Decision], noted: str | None = None) -> None:
    """Write one line; ``noted``: when it was entered, which is no part of any decision."""
    line: dict[str, Any] = {
        "keputusan": [{"id": item.id, **item.model_dump(mode="json")} for item in entry]
    }
    journal.append(settings.link_decisions_file, line | ({"dicatat": noted} if noted else {}))


def decisions(settings: Settings) -> list[Decision]:
    """All decisions in the order they were entered, each once."""
    return [decision for decision, _ in entries(settings)]


def entries(settings: Settings) -> list[tuple[Decision, str | None]]:
    """:func:`decisions`, each with when it was entered."""
    found: dict[str, tuple[Decision, str | None]] = {}
    for line in journal.entries(settings.link_decisions_file):
        for item in line["keputusan"]:
            decision = Decision.model_validate(item)
            found.setdefault(decision.id, (decision, line.get("dicatat")))
    return list(found.values())
