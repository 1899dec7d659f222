"""A rehearsal as CSV files and one self-contained page: bars in SVG, no script."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_dtsen.display_rehearsal import DECILES, by_group, by_province, cell, rule
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.ranking.rehearsal_counts import SMALLEST
from dagster_dtsen.ranking.rehearsal_words import said
from dagster_dtsen.settings import PACKAGE_DIR
from dagster_dtsen.subject import pages

TEMPLATES = PACKAGE_DIR / "ranking" / "templates"
PAGE = "gladi.html"
_LIMITS = ("program", "batas_dari", "batas_ke", "keluarga", "dari", "masuk", "keluar", "ke")
COLUMNS = {
    "ubah": ("aturan", "dari", "ke"),
    "matriks": ("dari", "ke", "jumlah"),
    "batas": _LIMITS,
    "provinsi": (*_LIMITS[:1], "nilai", *_LIMITS[1:]),
    "kelompok": ("kelompok", "nilai", *_LIMITS),
    "galat": ("program", "salah_masuk_dari", "salah_masuk_ke", "salah_keluar_dari",
              "salah_keluar_ke"),
}  # fmt: skip
Row = dict[str, Any]


def check_empty(folder: Path) -> None:
    """Raises DtsenError E-FOLDER-TERISI when something lies in the folder."""
    if folder.exists() and any(folder.iterdir()):
        raise DtsenError("E-FOLDER-TERISI", path=folder)


def write(told: Row, provinces: Mapping[str, str], folder: Path) -> list[Path]:
    """Write a document of :func:`rehearsal.rehearse` into an empty folder, for this account alone.

    One CSV per table of it, and the page. Raises DtsenError E-FOLDER-TERISI.
    """
    check_empty(folder)
    written = []
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.csv"
        with private(path) as part, part.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(told[name])
        written.append(path)
    text = html(told, provinces)
    with private(folder / PAGE) as part:
        part.write_text(text, encoding="utf-8")
    return [*written, folder / PAGE]


def html(told: Row, provinces: Mapping[str, str]) -> str:
    """The page of a document of :func:`rehearsal.rehearse`."""
    environment = pages.templates(TEMPLATES)
    environment.filters["angka"] = cell
    environment.filters["aturan"] = rule
    limits = [
        row | {"kata": [f"{word} (≤ {_upto(row)})" for word in told["nama"][row["program"]]]}
        for row in told["batas"]
    ]
    return environment.get_template("gladi.html.j2").render(
        told=told,
        said=said,
        batas=_bars(limits),
        desil=_deciles(told["matriks"]),
        provinsi=_bars([_paired(row) for row in by_province(told, provinces)]),
        kelompok={name: _bars(rows) for name, rows in by_group(told).items()},
    )


def _paired(row: Row) -> Row:
    return row | {"kata": row["kata"] * 2}


def _upto(row: Row) -> str:
    return " → ".join(dict.fromkeys([str(row["batas_dari"]), str(row["batas_ke"])]))


def _size(count: int | str) -> int:
    """How long a bar is; a hidden cell is as long as the smallest that is told."""
    return count if isinstance(count, int) else SMALLEST


def _bars(rows: list[Row]) -> list[Row]:
    """Of each row how long its bars to the left and right are, as shares of the longest."""
    longest = max((_size(row[way]) for row in rows for way in ("masuk", "keluar")), default=0) or 1
    return [
        row | {"kiri": _size(row["keluar"]) / longest, "kanan": _size(row["masuk"]) / longest}
        for row in rows
    ]


def _deciles(rows: list[Row]) -> Row:
    """From which decile to which; a cell is as dark as its share of its row."""
    counts = {(row["dari"], row["ke"]): row["jumlah"] for row in rows}
    lines = []
    for before in DECILES:
        cells = [counts.get((before, after), 0) for after in DECILES]
        whole = sum(_size(n) for n in cells) or 1
        line = [{"jumlah": n, "andil": _size(n) / whole} for n in cells]
        lines.append({"nama": str(before or "–"), "sel": line})
    return {"nama": [str(name or "–") for name in DECILES], "baris": lines}
