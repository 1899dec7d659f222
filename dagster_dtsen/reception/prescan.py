"""Byte-level look at a file before anything parses it."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.note import NoteFile
from dagster_dtsen.reception.refusal import Refusal

_CHUNK = 1 << 22
_MAX_HEADER_BYTES = 65_536


def check_hash(path: Path, expected: NoteFile) -> None:
    """Refuse with BERKAS_TIADA or SIDIK_TAK_SAMA unless the file is the one the note names."""
    if not path.is_file() or path.is_symlink():
        raise Refusal("BERKAS_TIADA", expected.nama)
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != expected.sha256:
        raise Refusal("SIDIK_TAK_SAMA", expected.nama)


def check_header(found: list[str], contract: DatasetContract, name: str) -> None:
    """Refuse with KEPALA_TAK_SESUAI unless the columns are exactly the promised ones."""
    missing = sorted(set(contract.kolom) - set(found))
    extra = sorted(set(found) - set(contract.kolom))
    doubled = sorted({column for column in found if found.count(column) > 1})
    if missing or extra or doubled:
        # a surplus header cell may be a person's value when the header row is absent
        detail = f"{name}: kurang/missing {missing}, lebih/extra {len(extra)}, ganda {len(doubled)}"
        raise Refusal("KEPALA_TAK_SESUAI", detail)


def to_utf8(path: Path, target: Path, contract: DatasetContract) -> list[str]:
    """Copy a text file as UTF-8 without BOM to ``target``; return its header columns.

    Refuses with ENKODE_SALAH (bytes not of the declared encoding), BYTE_NUL, GANTI_BARIS (bare
    carriage returns) or KEPALA_TAK_SESUAI. Memory: one chunk.
    """
    decoder = codecs.getincrementaldecoder(contract.dialek.enkode)("strict")
    header: bytes | None = None
    head = b""
    previous = b""
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as sink:
        first = True
        while True:
            chunk = source.read(_CHUNK)
            if b"\0" in chunk:
                raise Refusal("BYTE_NUL", path.name)
            joined = previous + chunk
            previous = b"\r" if chunk.endswith(b"\r") else b""
            if joined.count(b"\r") - len(previous) != joined.count(b"\r\n"):
                raise Refusal("GANTI_BARIS", path.name)
            if header is None:
                head += chunk
                if b"\n" in head or not chunk or len(head) > _MAX_HEADER_BYTES:
                    header = head.split(b"\n", 1)[0][:_MAX_HEADER_BYTES]
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                raise Refusal("ENKODE_SALAH", path.name) from None
            sink.write(text.removeprefix("\ufeff") if first else text)
            first = False
            if not chunk:
                break
    return _header_columns(header or b"", contract, path.name)


def _header_columns(line: bytes, contract: DatasetContract, name: str) -> list[str]:
    text = line.decode(contract.dialek.enkode, "replace").removeprefix("\ufeff").rstrip("\r")
    reader = csv.reader(
        io.StringIO(text), delimiter=contract.dialek.pemisah, quotechar=contract.dialek.kutip
    )
    columns = next(reader, [])
    check_header(columns, contract, name)
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
