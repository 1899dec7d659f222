"""Byte-level look at a file before anything parses it."""

from __future__ import annotations

import csv
import io
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from dagster_dtsen.reception import stream
from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.header import check_header
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
    if stream.sha256_of(path) != expected.sha256:
        raise Refusal("SIDIK_TAK_SAMA", expected.nama)
    return stamp


def check_unchanged(path: Path, stamp: Stamp) -> None:
    """Refuse with SIDIK_TAK_SAMA when the file was written to while it was being read."""
    if not path.is_file() or _stamp(path) != stamp:
        raise Refusal("SIDIK_TAK_SAMA", path.name)


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True)
class Look:
    """What a look at a text file found: its columns in their order, and how its lines end."""

    columns: list[str]
    line_ends: stream.LineEnds


def scan_text(path: Path, contract: DatasetContract, target: Path | None = None) -> Look:
    """Look at every byte of a text file.

    With ``target`` the text is also copied there as UTF-8 without BOM; a file that is UTF-8 already
    needs no copy. Refuses like :mod:`stream`, and with KEPALA_TAK_SESUAI. Memory: one chunk.
    """
    sink = target.open("w", encoding="utf-8", newline="") if target else None
    header: str | None = None
    head = ""
    check = stream.TextCheck(contract.dialek.enkode, path.name)
    with sink or nullcontext():
        for text in stream.texts(path, check, compressed=contract.format == "csv.gz"):
            if header is None:
                head += text
                if "\n" in head or len(head) > _MAX_HEADER:
                    header = head
            if sink:
                sink.write(text)
    line = (head if header is None else header).split("\n", 1)[0][:_MAX_HEADER].rstrip("\r")
    columns = _columns(line, contract)
    check_header(columns, contract, path.name)
    return Look(columns, check.line_ends)


def _columns(line: str, contract: DatasetContract) -> list[str]:
    """Cells of a header line; none when its quotes are wrong.

    The engine reads no record at all, and says nothing, below a header that it cannot split.
    """
    dialect = contract.dialek
    reader = csv.reader(
        io.StringIO(line), delimiter=dialect.pemisah, quotechar=dialect.kutip, strict=True
    )
    try:
        return next(reader, [])
    except csv.Error:
        return []
