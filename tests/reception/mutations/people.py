"""The people whose files are damaged, and the writers of an honest provider."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.reception import workbooks
from tests.reception.deliveries import COLUMNS

FORMATS = ("csv", "csv.gz", "jsonl", "parquet", "xlsx")
NAMES = ("AYU", "Ren\u00e9 Ang\u00e9lique", "O'Brien", 'Siti "Nur"', "Budi, S.Pd", "B", "Wayan\tA")
TOWNS = ("SOLO", "Jl. 1; RT 2", "KOTA \u2019ANI", "", "a|b")


@dataclass
class Table:
    """A header and rows of cells as the provider means them."""

    header: list[Any]
    rows: list[list[Any]]


def people(rng: random.Random, count: int = 12) -> Table:
    """A table of people with different NIKs; some begin with a zero."""
    niks = rng.sample(range(10**14, 10**15), count)
    prefix = ("0", "1", "9")
    rows = [
        [f"{prefix[place % 3]}{nik}", rng.choice(NAMES), rng.choice(TOWNS)]
        for place, nik in enumerate(niks)
    ]
    return Table(list(COLUMNS), rows)


def write(kind: str, table: Table) -> bytes:
    """The table as a file of one format."""
    if kind == "csv":
        return as_csv(table)
    if kind == "csv.gz":
        return gzip.compress(as_csv(table), mtime=0)
    return {"jsonl": as_jsonl, "parquet": as_parquet, "xlsx": as_xlsx}[kind](table)


def as_csv(table: Table) -> bytes:
    """Comma, double quote, UTF-8, LF."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([table.header, *table.rows])
    return text.getvalue().encode()


def as_jsonl(table: Table) -> bytes:
    """An object per line; a doubled name stays doubled."""
    lines = []
    for row in table.rows:
        pairs = (
            f"{json.dumps(str(name))}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in zip(table.header, row, strict=False)
        )
        lines.append(f"{{{', '.join(pairs)}}}\n")
    return "".join(lines).encode()


def as_parquet(table: Table) -> bytes:
    """A column per header cell; of one kind of values, else text."""
    arrays = []
    for place in range(len(table.header)):
        values = [row[place] if place < len(row) else None for row in table.rows]
        try:
            arrays.append(pa.array(values))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            arrays.append(pa.array([None if v is None else str(v) for v in values]))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays, names=[str(name) for name in table.header]), sink)
    return bytes(sink.getvalue().to_pybytes())


def as_xlsx(table: Table) -> bytes:
    """Text as text, numbers as numbers, control characters escaped."""
    return workbooks.packed(
        workbooks.parts(
            workbooks.sheet(
                [[_cell(value) for value in row] for row in [table.header, *table.rows]]
            )
        )
    )


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    return re.sub("[\x00-\x08\x0b-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", value)
