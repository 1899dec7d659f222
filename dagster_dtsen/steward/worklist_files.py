"""A worklist as a workbook and as CSV, from the same cells."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dagster_dtsen.files import private
from dagster_dtsen.steward.questions import number, question, weighed
from dagster_dtsen.steward.worklist_xlsx import Book

# like the return packages: what a spreadsheet would turn into a number, a date or a formula
_REWRITTEN = re.compile(r"^[^A-Za-z]|^[A-Za-z]{3,9}[ ./-]?[0-9]{1,4}$")
_LIVE_INSIDE = re.compile(r"""([,;|\t\r\n]["' ]*)([=+@＝＋＠－-])""")
_BOM = "\ufeff"
LINE = 15.0  # points of a line of text
MOST_LINES = 20
# widths are counted in digits; of letters in words a little more fit
DENSITY = 1.1


@dataclass(frozen=True)
class Column:
    """One column: its name, width in characters, and part: butir, jawaban, a, b, bobot, kunci."""

    name: str
    width: int
    part: str


SHOWN = {
    "nama": 26,
    "nik": 18,
    "tanggal_lahir": 12,
    "tempat_lahir": 14,
    "jenis_kelamin": 11,
    "hubungan": 15,
    "no_kk": 18,
    "alamat": 30,
    "wilayah": 34,
    "sumber": 22,
    "kunci_penyedia": 22,
    "tanggal_acuan": 12,
    "rekaman_orang": 30,
}


def columns(fields: list[tuple[str, str]]) -> list[Column]:
    """All columns in order; ``fields``: (code, name) of the comparisons."""
    return [
        Column("nomor", 7, "butir"),
        Column("sebab", 16, "butir"),
        Column("pertanyaan", 64, "butir"),
        Column("putusan", 12, "jawaban"),
        Column("alasan", 24, "jawaban"),
        Column("oleh", 12, "jawaban"),
        Column("tanggal", 12, "jawaban"),
        *(
            Column(f"{name}_{x}", max(width, len(name) + 3), x)
            for name, width in SHOWN.items()
            for x in "ab"
        ),
        *(Column(f"bobot_{code}", 24, "bobot") for code, _ in fields),
        Column("bobot", 8, "bobot"),
        Column("ambang", 8, "bobot"),
        Column("pembanding", 40, "bobot"),
        Column("prioritas", 10, "kunci"),
        Column("umur_rilis", 9, "kunci"),
        Column("rilis_pertama", 11, "kunci"),
        Column("id_rilis", 9, "kunci"),
        Column("antrean", 10, "kunci"),
        Column("id_antrean", 16, "kunci"),
        Column("record_key_a", 16, "kunci"),
        Column("record_key_b", 16, "kunci"),
    ]


def cells(
    items: Iterable[Mapping[str, Any]], rules: Mapping[str, str]
) -> Iterator[dict[str, str | float | None]]:
    """One dict of cells per item of :func:`queue_items.rows`, by column name."""
    for row in items:
        told = row["bidang"] or []
        shown: dict[str, str | float | None] = {
            f"{name}_{x}": row.get(f"{x}_{name}") for name in SHOWN for x in "ab"
        }
        for x in "ab":
            shown[f"sumber_{x}"] = f"{row[f'{x}_penyedia']}/{row[f'{x}_dataset']}"
        shown |= {f"bobot_{item['perbandingan']}": weighed(item) for item in told}
        weight = row["bobot"]
        yield shown | {
            "nomor": int(row["nomor"]),
            "sebab": row["sebab"],
            "pertanyaan": question(row, told, rules),
            "bobot": None if weight is None else float(weight),
            "ambang": float(row["ambang_klaster"]),
            "pembanding": _compared(row),
            "prioritas": float(row["prioritas"]),
            "umur_rilis": int(row["umur_rilis"]),
            "rilis_pertama": row["rilis_pertama"],
            "id_rilis": row["id_rilis"],
            "antrean": row["antrean"],
            "id_antrean": row["id_antrean"],
            "record_key_a": row["a_record_key"],
            "record_key_b": row["b_record_key"],
        }


def _compared(row: Mapping[str, Any]) -> str | None:
    """The record beside which A stands today, in one cell."""
    if row["p_record_key"] is None:
        return None
    source = f"{row['p_penyedia']}/{row['p_dataset']}"
    facts = [row["p_nama"], row["p_nik"], row["p_tanggal_lahir"], row["p_wilayah"], source]
    weight = f"bobot {number(float(row['bobot_pembanding']))}"
    return "; ".join(str(fact) for fact in [*facts, weight] if fact)


def safe(value: str) -> str:
    """A CSV cell that no spreadsheet rewrites or runs: an apostrophe goes before it."""
    inside = _LIVE_INSIDE.sub(r"\1'\2", value)
    return f"'{inside}" if _REWRITTEN.search(value) else inside


def plain(cell: str) -> str:
    """The value of a cell that :func:`safe` has written; any other cell as it is."""
    value = cell.removeprefix("'")
    return value if safe(value) == cell else cell


def write(
    folder: Path,
    name: str,
    rows: Iterable[Mapping[str, str | float | None]],
    shape: list[Column],
    day: dt.date,
) -> list[Path]:
    """Write ``<name>.xlsx`` and ``<name>.csv``, readable by this user alone; gives their paths.

    The same rows give the same bytes; ``day`` is the date the workbook says it was made on.
    """
    xlsx, text = folder / f"{name}.xlsx", folder / f"{name}.csv"
    with (
        private(xlsx) as book_part,
        private(text) as text_part,
        text_part.open("w", encoding="utf-8", newline="") as handle,
        Book(book_part, [(item.name, item.width, item.part) for item in shape], day) as book,
    ):
        add = _lines(handle, [item.name for item in shape])
        for row in rows:
            values = [row.get(item.name) for item in shape]
            book.add(values, _height(row, shape))
            add(values)
    return [xlsx, text]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as CSV with commas, readable by this user alone."""
    with private(path) as part, part.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_sheet(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as CSV for a spreadsheet, semicolons and all cells safe; for this user alone."""
    with private(path) as part, part.open("w", encoding="utf-8", newline="") as handle:
        add = _lines(handle, list(rows[0]))
        for row in rows:
            add(list(row.values()))


def _lines(handle: IO[str], names: list[str]) -> Callable[[list[Any]], None]:
    """Begin a CSV that spreadsheets open as it is; gives what adds a row with safe cells."""
    handle.write(_BOM)
    writer = csv.writer(handle, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)

    def add(values: list[Any]) -> None:
        writer.writerow([_plain(v) if isinstance(v, str) else v for v in values])

    return add


def _plain(value: str) -> str:
    return safe(value.replace("\n", " "))


def _height(row: Mapping[str, str | float | None], shape: list[Column]) -> float:
    """Points that the longest wrapped cell of a row needs; ids at the end are cut off."""
    lines = max(
        sum(math.ceil(len(line) / (c.width * DENSITY)) for line in str(row[c.name]).split("\n"))
        for c in shape[:-3]
        if row.get(c.name)
    )
    return LINE * min(lines, MOST_LINES)
