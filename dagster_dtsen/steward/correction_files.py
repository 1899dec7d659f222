"""Corrections by the file: a CSV with one row per variable; rows of a correction stand together.

Columns ``record_key``, ``variabel``, ``nilai`` and ``alasan`` are needed; ``koreksi`` ties rows
that follow each other, a row without it is a correction by itself. ``kosong`` = ya is the explicit
"no value". ``membatalkan`` (an id, and no variable) makes the row an undo. ``individu`` takes the
place of ``record_key``. ``objek``, ``asal``, ``oleh``, ``tanggal``, ``berlaku_sampai``, ``bukti``
(a file beside this one), ``kunci`` = ya and ``permohonan`` stand in the first row. Other columns
are for reading. A correction of which no row says anything is one not filled in.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.steward.worklist import Row, table
from dagster_dtsen.steward.worklist_files import plain

NEEDED = ("record_key", "variabel", "nilai", "alasan")
BAD = "E-KOREKSI-SALAH"
_NO = ("tidak", "")
_YES = {"ya": True, **dict.fromkeys(_NO, False)}


def read(file: Path) -> Iterator[list[Row]]:
    """The rows of each correction as they came. Raises DtsenError E-KOREKSI-SALAH."""
    numbered = list(enumerate(table(file, NEEDED, BAD)))
    for _, some in groupby(numbered, key=_tie):
        yield [row for _, row in some]


def _tie(item: tuple[int, Row]) -> tuple[str, int]:
    number, row = item
    mark = row.get("koreksi", "").strip()
    return (mark, 0) if mark else ("", number)


def unfilled(rows: list[Row]) -> bool:
    """Whether no row has a value, says that there is none, gives a reason or undoes anything."""
    return all(
        not any(row.get(name, "").strip() for name in ("nilai", "alasan", "membatalkan"))
        and row.get("kosong", "").strip().lower() in _NO
        for row in rows
    )


def values(rows: list[Row]) -> dict[str, Any]:
    """What the rows of one correction say, texts stripped and as they were before :func:`safe`.

    ``isi``: variable → value, None for no value. Raises DtsenError E-KOREKSI-SALAH for a word that
    is neither ya nor tidak, a variable named twice, rows of unlike anchors, or a value beside
    ``kosong``.
    """
    stripped = [{name: plain((text or "").strip()) for name, text in row.items()} for row in rows]
    first = stripped[0]
    isi: dict[str, str | None] = {}
    for row in stripped:
        if (row["record_key"], row.get("individu")) != (first["record_key"], first.get("individu")):
            raise DtsenError(BAD, reason="satu koreksi, satu rekaman / one correction, one record")
        if not row["variabel"]:
            continue
        if row["variabel"] in isi:
            raise DtsenError(BAD, reason="variabel ganda / a variable twice")
        empty = yes(row.get("kosong", ""), "kosong")
        if empty and row["nilai"]:
            raise DtsenError(BAD, reason="nilai dan kosong / a value and none")
        isi[row["variabel"]] = None if empty else row["nilai"]
    names = ("individu", "oleh", "tanggal", "berlaku_sampai", "bukti", "permohonan", "membatalkan")
    return {
        "record_key": first["record_key"],
        "alasan": first["alasan"],
        "isi": isi,
        "objek": first.get("objek") or None,
        "asal": first.get("asal") or "petugas",
        "kunci": yes(first.get("kunci", ""), "kunci"),
        **{name: first.get(name, "") for name in names},
    }


def yes(text: str, name: str) -> bool:
    """Whether a cell says ya. Raises DtsenError E-KOREKSI-SALAH for other words."""
    if text.lower() not in _YES:
        raise DtsenError(BAD, reason=f"{name}: ya, tidak")
    return _YES[text.lower()]


def write(rows: list[dict[str, Any]], file: Path) -> None:
    """The rows with what became of them; they hold values, so the file is for this user alone."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
