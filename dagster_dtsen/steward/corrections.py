"""Corrections of values (Pasal 14; UU 27/2022 Pasal 30): ``<home>/keputusan/koreksi.jsonl``.

For the person who holds a record, or that person's family, some variables have these values. The
line holds no value: it names the content (:mod:`steward.contents`) by its hash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from pydantic import field_validator

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import acts, contents
from dagster_dtsen.steward.acts import Act, Acts
from dagster_dtsen.steward.check import KEY, SHA256
from dagster_dtsen.steward.values import Values

BAD, MISSING = "E-KOREKSI-SALAH", "E-KOREKSI-TIADA"
_ID = re.compile(r"[0-9a-f]{16}")


class Correction(Act):
    """One correction, or the undo of one, which has neither record nor variables.

    ``record_key`` is an anchor and never an id; ``tanggal`` the day from which the values hold;
    ``bukti`` and ``isi`` are SHA-256 of evidence and content; ``permohonan`` the id of the request
    that it answers; ``kunci``: nothing but another correction or an undo opens it again.
    """

    record_key: str | None = None
    objek: Literal["individu", "keluarga"] = "individu"
    variabel: tuple[str, ...] = ()
    isi: str | None = None
    asal: Literal["petugas", "warga"] = "petugas"
    bukti: str | None = None
    kunci: bool = False
    permohonan: str | None = None

    @field_validator("variabel")
    @classmethod
    def _in_order(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(names)))

    @property
    def likeness(self) -> tuple[object, ...]:
        """Equal for corrections that say the same if their values do; reasons may differ."""
        return (
            self.record_key, self.objek, self.variabel, self.asal, self.tanggal,
            self.berlaku_sampai, self.oleh, self.bukti, self.kunci, self.permohonan,
        )  # fmt: skip


def entries(settings: Settings) -> list[tuple[Correction, str | None]]:
    """All corrections in the order they were entered, each with when."""
    return acts.entries(settings.corrections_file, Correction)


@dataclass
class Corrections(Acts[Correction]):
    """Corrections by id, by what they undo, by record, and by what they say."""

    alike: dict[tuple[object, ...], list[str]] = field(default_factory=dict)
    by_record: dict[str, list[str]] = field(default_factory=dict)

    def add(self, act: Correction) -> None:
        """Take one in; one that is known already changes nothing."""
        if act.id in self.known:
            return
        super().add(act)
        if act.record_key:
            self.alike.setdefault(act.likeness, []).append(act.id)
            self.by_record.setdefault(act.record_key, []).append(act.id)


def book(settings: Settings) -> Corrections:
    """All corrections of the log."""
    found = Corrections()
    for item, _ in entries(settings):
        found.add(item)
    return found


def check(known: Acts[Correction], item: Correction, home: object = "") -> None:
    """What a correction must hold whatever its values are.

    Raises DtsenError E-KOREKSI-SALAH, E-KOREKSI-TIADA (an undo of nothing).
    """
    undoes = item.membatalkan is not None
    bare = Correction(
        alasan=item.alasan, oleh=item.oleh, tanggal=item.tanggal, membatalkan=item.membatalkan
    )
    rules = {
        "pembatalan: hanya id, alasan, dan tanggal / an undo: id, reason and date alone": (
            undoes and item != bare
        ),
        "kunci rekaman / record key": not undoes and not KEY.fullmatch(item.record_key or ""),
        "isi / values": not undoes and not item.variabel,
        "bukti: SHA-256": not SHA256.fullmatch(item.bukti or "0" * 64),
        "permohonan": not _ID.fullmatch(item.permohonan or "0" * 16),
    }
    for reason, broken in rules.items():
        if broken:
            raise DtsenError(BAD, reason=reason)
    if item.membatalkan is not None and item.membatalkan not in known.known:
        raise DtsenError(MISSING, identity=item.membatalkan, home=home)
    acts.check(known, item, BAD)


def standing(
    settings: Settings, known: Corrections, item: Correction, values: Values
) -> Correction | None:
    """The correction in ``known`` that says the same and is not undone; contents are read."""
    for name in known.alike.get(item.likeness, ()):
        isi = known.known[name].isi
        if isi and not known.undone(name) and contents.read(settings, isi).nilai == values:
            return known.known[name]
    return None
