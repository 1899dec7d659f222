"""Byte-level look at a file before anything parses it."""

from __future__ import annotations

import csv
import hashlib
import io
from contextlib import nullcontext
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from dagster_dtsen.reception import stream
from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.note import NoteFile
from dagster_dtsen.reception.refusal import Refusal

_MAX_HEADER = 65_536

Stamp = tuple[int, int, int]


def check_hash(path: Path, expected: NoteFile) -> Stamp:
    """Refuse with BERKAS_TIADA or SIDIK_TAK_SAMA unless the file is the one the note names.

    Gives the stamp of the file that was looked at, for :func:`check_unchanged`.
    """
    if not path.is_file() or path.is_symlink():
        raise Refusal("BERKAS_TIADA", expected.nama)
    stamp = _stamp(path)
    digest = hashlib.sha256()
    for chunk in stream.chunks(path, compressed=False):
        digest.update(chunk)
    if digest.hexdigest() != expected.sha256:
        raise Refusal("SIDIK_TAK_SAMA", expected.nama)
    return stamp


def check_unchanged(path: Path, stamp: Stamp) -> None:
    """Refuse with SIDIK_TAK_SAMA when the file was written to while it was being read."""
    if not path.is_file() or _stamp(path) != stamp:
        raise Refusal("SIDIK_TAK_SAMA", path.name)


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def check_header(found: list[str], contract: DatasetContract, name: str) -> None:
    """Refuse with KEPALA_TAK_SESUAI unless the columns are exactly the promised ones."""
    missing = sorted(set(contract.kolom) - set(found))
    extra = sorted(set(found) - set(contract.kolom))
    doubled = sorted({column for column in found if found.count(column) > 1})
    if missing or extra or doubled:
        # a surplus header cell may be a person's value when the header row is absent
        detail = f"{name}: kurang/missing {missing}, lebih/extra {len(extra)}, ganda {len(doubled)}"
        raise Refusal("KEPALA_TAK_SESUAI", detail)


def scan_text(path: Path, contract: DatasetContract, target: Path | None = None) -> list[str]:
    """Look at every byte of a text file; return its header columns.

    With ``target`` the text is also copied there as UTF-8 without BOM; a file that is UTF-8 already
    needs no copy. Refuses like :mod:`stream`, and with KEPALA_TAK_SESUAI. Memory: one chunk.
    """
    sink = target.open("w", encoding="utf-8", newline="") if target else None
    header: str | None = None
    head = ""
    compressed = contract.format == "csv.gz"
    with sink or nullcontext():
        for text in stream.texts(path, contract.dialek.enkode, compressed=compressed):
            if header is None:
                head += text
                if "\n" in head or len(head) > _MAX_HEADER:
                    header = head
            if sink:
                sink.write(text)
    line = (head if header is None else header).split("\n", 1)[0][:_MAX_HEADER].rstrip("\r")
    reader = csv.reader(
        io.StringIO(line), delimiter=contract.dialek.pemisah, quotechar=contract.dialek.kutip
    )
    columns = next(reader, [])
    check_header(columns, contract, path.name)
    return columns


def parquet_columns(path: Path, contract: DatasetContract) -> list[str]:
    """Columns of a Parquet file; all must be text, so that no NIK ever was a number.

    Refuses with PARQUET_RUSAK, KEPALA_TAK_SESUAI or BUKAN_TEKS.
    """
    try:
        schema = pq.read_schema(path)
    except (ArrowException, OSError, ValueError):
        raise Refusal("PARQUET_RUSAK", path.name) from None
    check_header(schema.names, contract, path.name)
    wrong = [f.name for f in schema if str(f.type) not in ("string", "large_string", "null")]
    if wrong:
        raise Refusal("BUKAN_TEKS", f"{path.name}: {', '.join(wrong)}")
    return list(schema.names)
