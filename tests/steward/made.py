"""Decisions on a few records named by letters."""

from __future__ import annotations

import datetime as dt

from dagster_dtsen.steward.check import Register
from dagster_dtsen.steward.decisions import Decision

DAY = dt.date(2026, 2, 1)


def day(number: int) -> dt.date:
    """So many days after the first."""
    return DAY + dt.timedelta(days=number)


def key(letter: str) -> str:
    return f"rek-{letter}"


def decision(act: str, *groups: str, on: int = 0, **others: object) -> Decision:
    """``groups``: letters of the records of each, e.g. ``"ab", "c"``."""
    values = {
        "tindakan": act,
        "kelompok": [[key(letter) for letter in group] for group in groups],
        "alasan": "uji",
        "oleh": "petugas",
        "tanggal": day(on),
    }
    return Decision.model_validate(values | others)


def undo(target: Decision, on: int = 0, **others: object) -> Decision:
    return decision("batalkan", on=on, membatalkan=target.id, objek=target.objek, **others)


def register(present: str = "abcdefgh", **niks: str) -> Register:
    """A register of these records; ``niks``: letter → NIK."""
    return Register(
        frozenset(key(letter) for letter in present),
        {key(letter): nik for letter, nik in niks.items()},
    )
