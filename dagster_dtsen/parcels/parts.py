"""A table as the parts of a package: Parquet, or CSV that a spreadsheet leaves as it is.

Parts are written batch by batch into the seal; the next one begins where the one before is full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

import duckdb
import pyarrow as pa
from pyarrow import csv, parquet

Form = Literal["parquet", "csv"]
# a part is closed at this size; with one batch more it stays below what can be opened everywhere
FULL = 120_000_000
BATCH = 50_000
# a byte order mark: without it Excel does not read UTF-8
_BOM = "\ufeff".encode()
_CSV = csv.WriteOptions(delimiter=";", include_header=True)


@dataclass(frozen=True)
class Part:
    """A part to be written: its file name, and what writes it and gives its rows."""

    name: str
    write: Callable[[BinaryIO], int]


def parts(
    con: duckdb.DuckDBPyConnection,
    query: str,
    name: str,
    form: Form = "parquet",
    full: int = FULL,
    batch: int = BATCH,
) -> Iterator[Part]:
    """The rows of ``query`` as ``<name>-0001.<form>`` and further; at least one part.

    Each part must have been written before the next is asked for, and the connection must not be
    used for anything else meanwhile. ``full``: bytes, ``batch``: rows.
    """
    reader = con.execute(query).to_arrow_reader(batch)
    waiting = _Batches(reader)
    number = 0
    while number == 0 or waiting.more():
        number += 1

        def write(sink: BinaryIO) -> int:
            return _fill(sink, reader.schema, waiting, form, full)

        yield Part(f"{name}-{number:04d}.{form}", write)


class _Batches:
    """The batches of a reader, with one looked at ahead."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._found = iter(reader)
        self._next: pa.RecordBatch | None = None

    def more(self) -> bool:
        while self._next is None or self._next.num_rows == 0:
            self._next = next(self._found, None)
            if self._next is None:
                return False
        return True

    def take(self) -> pa.RecordBatch:
        assert self._next is not None
        found, self._next = self._next, None
        return found


def _fill(sink: BinaryIO, schema: pa.Schema, waiting: _Batches, form: Form, full: int) -> int:
    rows = 0
    with pa.PythonFile(sink, mode="w") as file, _writer(file, schema, form) as writer:
        while waiting.more() and file.tell() < full:
            found = waiting.take()
            writer.write(found)
            rows += found.num_rows
    return rows


def _writer(
    file: pa.PythonFile, schema: pa.Schema, form: Form
) -> parquet.ParquetWriter | csv.CSVWriter:
    if form == "parquet":
        return parquet.ParquetWriter(file, schema, compression="zstd")
    file.write(_BOM)
    return csv.CSVWriter(file, schema, write_options=_CSV)
