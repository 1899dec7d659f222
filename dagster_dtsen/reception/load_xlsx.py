"""Strict load of the agreed sheet of a workbook: header row, then text cells, a record per row.

No library of the lock file reads workbooks, and the engine's own reader is an extension that the
sealed reader must not load; this one reads what a table needs and refuses the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from dagster_dtsen.reception.header import check_header
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.target import KEPT_TEXT, MAX_BROKEN, Target, too_many_broken
from dagster_dtsen.reception.xlsx_package import Attributes, Package
from dagster_dtsen.reception.xlsx_sheet import Row, Sheet, shared_strings

_BATCH = 20_000


def load_xlsx(target: Target, path: Path) -> tuple[int, int]:
    """Load one workbook; returns (records read well, broken).

    Rows without a value are no records. A row is broken when a cell is no text (a number may have
    lost digits), is a formula, is too long, or stands beside the header. Refuses with XLSX_RUSAK,
    XLSX_BERBAHAYA, XLSX_LEMBAR, KEMBANG_BERLEBIH, KEPALA_TAK_SESUAI, BYTE_NUL, BATAS_BACA and, when
    no row at all is text, with BUKAN_TEKS.
    """
    with Package(path) as package:
        sheet, strings = _agreed_sheet(package, target.dataset.dialek.lembar)
        rows = Sheet(package, sheet, strings).rows()
        columns = _header(rows, target)
        records, lost = 0, 0
        for batch in _batches(rows):
            lost += _keep(target, columns, batch, records)
            records += len(batch)
            if lost >= MAX_BROKEN:
                raise too_many_broken(target.file_name)
    target.refuse_nul()
    read, broken = target.counts()
    if broken and not read and target.broken_with("VALUE NOT TEXT"):
        raise Refusal("BUKAN_TEKS", target.file_name)
    return read, broken


def sheet_rows(path: Path, sheet: str) -> Iterator[Row]:
    """Rows of one sheet of a workbook that is no delivery. Raises Refusal, as :class:`Package`."""
    with Package(path) as package:
        yield from Sheet(package, *_agreed_sheet(package, sheet)).rows()


def _agreed_sheet(package: Package, wanted: str | None) -> tuple[str, list[str]]:
    """Part of the sheet ``wanted`` and the shared strings; other sheets with content are refused
    when none is named, for what stands there would be lost."""
    books = [part for kind, part in package.relations("").values() if kind == "officeDocument"]
    if len(books) != 1:
        raise package.damaged("workbook")
    sheets: list[tuple[str, str]] = []

    def start(tag: str, told: Attributes) -> None:
        if tag == "sheet":
            by_local = {name.rsplit(" ", 1)[-1]: value for name, value in told.items()}
            sheets.append((by_local.get("name", ""), by_local.get("id", "")))

    for _ in package.parse(books[0], start):
        pass
    related = package.relations(books[0])
    parts = [(name, *related.get(key, ("", ""))) for name, key in sheets]
    pages = [(name, part) for name, kind, part in parts if kind == "worksheet"]
    strings = [part for kind, part in related.values() if kind == "sharedStrings"]
    texts = shared_strings(package, strings[0]) if strings else []
    for _, part in pages:
        package.relations(part)
    if wanted is not None:
        chosen = [part for name, part in pages if name == wanted]
    else:
        chosen = [part for _, part in pages if next(Sheet(package, part, texts).rows(), None)]
        chosen = chosen or [part for _, part in pages[:1]]
    if len(chosen) != 1:
        raise package.refused("XLSX_LEMBAR", f"lembar / sheets: {len(chosen)}")
    return chosen[0], texts


def _header(rows: Iterator[Row], target: Target) -> dict[int, str]:
    """Agreed column by place, from the first row with content."""
    first = next(rows, None)
    cells = first.cells if first else {}
    check_header(list(cells.values()), target.dataset, target.file_name)
    return cells


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _keep(target: Target, columns: dict[int, str], rows: list[Row], before: int) -> int:
    """Hand over one batch that begins after record ``before``; returns its broken records."""
    good: list[tuple[int, Row]] = []
    broken: list[tuple[int, str, str]] = []
    for number, row in enumerate(rows, before + 1):
        errors = _errors(row, columns)
        if errors:
            text = "\t".join(row.cells[place] for place in sorted(row.cells))
            broken.append((row.number, text[:KEPT_TEXT], ", ".join(errors)))
        else:
            good.append((number, row))
    numbers = pa.array([number for number, _ in good], pa.int64())
    values = {
        name: pa.array([row.cells.get(place) for _, row in good], pa.string())
        for place, name in columns.items()
    }
    target.keep(pa.table({"nomor": numbers, **values}))
    lines, texts, errors_ = zip(*broken, strict=True) if broken else ((), (), ())
    kept = {"_line": pa.array(lines, pa.int64()), "teks": pa.array(texts, pa.string())}
    target.keep_broken(pa.table({**kept, "galat": pa.array(errors_, pa.string())}))
    return len(broken)


def _errors(row: Row, columns: dict[int, str]) -> list[str]:
    found = {
        "FORMULA": bool(row.formulas),
        "LINE SIZE OVER MAXIMUM": row.too_long,
        "TOO MANY COLUMNS": bool(row.cells.keys() - columns.keys()),
        "VALUE NOT TEXT": bool(row.not_text),
    }
    return [name for name, holds in found.items() if holds]
