"""The answers of a worklist that came back, as rows for the book of decisions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dagster_dtsen.steward.queue_items import QUEUES

JOIN, SEPARATE, UNSURE = "satukan", "pisahkan", "tidak_tahu"
ANSWERS = (JOIN, SEPARATE, UNSURE)
# what a file must have to be a worklist
NEEDED = (
    "id_antrean",
    "antrean",
    "record_key_a",
    "record_key_b",
    "putusan",
    "alasan",
    "oleh",
    "tanggal",
)


@dataclass
class Answers:
    """What a worklist that came back says; every row of it is in exactly one place.

    ``keputusan``: rows for the book of decisions (``tindakan``, ``objek``, ``kelompok``,
    ``record_key``, ``alasan``, ``oleh``, ``tanggal``, ``asal``), two per answer: joined records
    share group 1. ``ragu``: ids answered with tidak_tahu. ``kosong``: rows without an answer.
    ``ditolak``: ``baris``, ``id_antrean``, ``kode`` of rows that cannot be taken.
    """

    keputusan: list[dict[str, Any]] = field(default_factory=list)
    ragu: list[str] = field(default_factory=list)
    kosong: int = 0
    ditolak: list[dict[str, Any]] = field(default_factory=list)


def key_of(queue: str, left: str, right: str) -> str:
    """Id of the item that asks about two records; the macro ``queue_key``."""
    first, second = sorted((left, right))
    return hashlib.sha256(f"antrean|{queue}|{first}|{second}".encode()).hexdigest()


def day_of(text: str) -> dt.date | None:
    """A date as stewards write it: 2026-11-26, 26-11-2026, 26/11/2026, or a sheet's day number."""
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    whole = text.removesuffix(".0")
    if whole.isascii() and whole.isdigit() and 40_000 <= int(whole[:6]) < 80_000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(whole))
    return None


def decisions_of(filled: Iterable[dict[str, str]]) -> Answers:
    """Answers of a filled worklist: one dict per row, by column name, all text.

    A row is refused with BUTIR_TIDAK_DIKENAL (its id is not that of its records), BUTIR_GANDA (the
    item was answered in an earlier row), PUTUSAN_SALAH, ALASAN_KOSONG, OLEH_KOSONG or
    TANGGAL_SALAH. ``baris`` counts from 1 without the header.
    """
    answers = Answers()
    seen: set[str] = set()
    for number, raw in enumerate(filled, 1):
        row = {name: (value or "").strip() for name, value in raw.items()}
        if not row.get("putusan"):
            answers.kosong += 1
            continue
        if code := _fault(row, seen):
            told = {"baris": number, "id_antrean": row.get("id_antrean", ""), "kode": code}
            answers.ditolak.append(told)
            continue
        seen.add(row["id_antrean"])
        if _answer(row) == UNSURE:
            answers.ragu.append(row["id_antrean"])
        else:
            answers.keputusan += _decided(row)
    return answers


def _answer(row: dict[str, str]) -> str:
    return row["putusan"].lower().replace(" ", "_")


def _fault(row: dict[str, str], seen: set[str]) -> str | None:
    named = [row.get(name, "") for name in ("antrean", "record_key_a", "record_key_b")]
    if not all(named) or row.get("id_antrean") != key_of(*named) or named[0] not in QUEUES:
        return "BUTIR_TIDAK_DIKENAL"
    if row["id_antrean"] in seen:
        return "BUTIR_GANDA"
    answer = _answer(row)
    if answer not in ANSWERS:
        return "PUTUSAN_SALAH"
    if answer == UNSURE:
        return None
    missing = {"alasan": "ALASAN_KOSONG", "oleh": "OLEH_KOSONG"}
    if found := next((code for name, code in missing.items() if not row.get(name)), None):
        return found
    return None if day_of(row.get("tanggal", "")) else "TANGGAL_SALAH"


def _decided(row: dict[str, str]) -> list[dict[str, Any]]:
    answer = _answer(row)
    groups = (1, 1) if answer == JOIN else (1, 2)
    return [
        {
            "tindakan": answer,
            "objek": "keluarga" if row["antrean"] == "keluarga" else "individu",
            "kelompok": group,
            "record_key": row[name],
            "alasan": row["alasan"],
            "oleh": row["oleh"],
            "tanggal": day_of(row["tanggal"]),
            "asal": row["id_antrean"],
        }
        for group, name in zip(groups, ("record_key_a", "record_key_b"), strict=True)
    ]
