"""Decisions by the file: a CSV with one row per record, the rows of a decision one after another.

Columns ``tindakan``, ``record_key`` and ``alasan`` are needed; ``kelompok`` numbers the groups (1
where it is empty), ``asal`` or ``keputusan`` ties the rows of one decision: rows that follow each
other and have the same are one, a row without either is one by itself. ``record_key`` may name
several, separated by spaces. ``objek``, ``oleh``, ``tanggal``, ``berlaku_sampai``, ``bukti`` (a
file beside this one) and ``membatalkan`` (ids, separated by spaces) stand in the first row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from dagster_dtsen.errors import DtsenError

NEEDED = ("tindakan", "record_key", "alasan")
Row = dict[str, str]


def read(file: Path) -> Iterator[tuple[list[Row], dict[str, Any]]]:
    """The rows of each decision as they came, and its values.

    Raises DtsenError E-KEPUTUSAN-SALAH when the file cannot be read or lacks a needed column.
    """
    rows = table(file, NEEDED, "E-KEPUTUSAN-SALAH")
    numbered = list(enumerate(rows))
    for _, some in groupby(numbered, key=_tie):
        mine = [row for _, row in some]
        yield mine, _values(mine)


def table(file: Path, needed: Sequence[str], code: str) -> list[Row]:
    """The rows of a CSV with comma or semicolon, by column.

    Raises DtsenError ``code`` when the file cannot be read or lacks a needed column.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise DtsenError(code, reason=f"berkas / file {file.name}") from None
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = list(csv.DictReader(text.splitlines(), delimiter=delimiter, restkey="", restval=""))
    missing = [name for name in needed if not rows or name not in rows[0]]
    if missing:
        raise DtsenError(code, reason=f"kolom / column {', '.join(missing)}")
    return [{name: value for name, value in row.items() if name} for row in rows]


def _tie(item: tuple[int, Row]) -> tuple[str, int]:
    number, row = item
    mark = (row.get("keputusan") or row.get("asal") or "").strip()
    return (mark, 0) if mark else ("", number)


def _values(rows: list[Row]) -> dict[str, Any]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        keys = groups.setdefault(row.get("kelompok", "").strip() or "1", [])
        keys += row["record_key"].split()
    first = {name: (text or "").strip() for name, text in rows[0].items()}
    return {
        "tindakan": first["tindakan"],
        "alasan": first["alasan"],
        "objek": first.get("objek") or "individu",
        "kelompok": [keys for keys in groups.values() if keys],
        "oleh": first.get("oleh", ""),
        "tanggal": first.get("tanggal", ""),
        "berlaku_sampai": first.get("berlaku_sampai", ""),
        "bukti": first.get("bukti", ""),
        "ganti": first.get("membatalkan", "").split(),
        "asal": first.get("asal") or None,
    }


def write(rows: list[dict[str, Any]], file: Path) -> None:
    """The rows with what became of them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
