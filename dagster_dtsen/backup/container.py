"""One stored piece: a stream of bytes under AES-256-GCM, or as it is.

A sealed piece is a Parquet file of chunks (Parquet modular encryption, as the archive of originals
uses it): each chunk and the list of chunks at the end are authenticated together with their place
and with the name of the piece, so a piece that is cut, changed, put in another order or given
another name does not open. Few bytes, the frame, are outside of that: their hash is kept by whoever
keeps the list of pieces.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException
from pyarrow.parquet import encryption

from dagster_dtsen.files import sync

# bytes of one chunk, and of one call that writes: 1 MB at once took four times the system time
CHUNK = 1024 * 1024
_SLICE = 64 * 1024
# the format counts chunks in 16 bits, so those of a very large file are larger
_MOST = (1 << 15) - 1
_SCHEMA = pa.schema([("isi", pa.large_binary())])
_MAGIC = 4
_TRAILER = 8  # length of the footer, magic


class Damaged(Exception):
    """A stored piece that is not what was written; never with a word of its content."""


@dataclass(frozen=True)
class Written:
    """``size`` and ``sha256`` of the content, ``stored`` bytes on disk and hash of the frame."""

    size: int
    sha256: str
    stored: int
    frame: str


class NewFile(io.FileIO):
    """A file that must not be there yet, written in slices the file system likes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "xb")

    def write(self, data: Any) -> int:
        """All of ``data``, or an OSError."""
        view, done = memoryview(data).cast("B"), 0
        while done < len(view):
            done += super().write(view[done : done + _SLICE])
        return done


def write(
    source: BinaryIO, target: Path, key: bytes | None, name: str, limit: int | None = None
) -> Written:
    """Store what ``source`` still holds, or its first ``limit`` bytes, as the new file ``target``.

    ``key``: 32 bytes used for this piece alone, None for an open one. Flushed to disk.
    """
    digest, size = hashlib.sha256(), 0
    with _sink(target, key, name) as put:
        for chunk in _chunks(source, limit):
            digest.update(chunk)
            size += len(chunk)
            put(chunk)
    sync(target)
    stored = target.stat().st_size
    return Written(size, digest.hexdigest(), stored, frame(target, key))


def read(path: Path, key: bytes | None, name: str, expected: str) -> Iterator[memoryview]:
    """The content of a piece, chunk by chunk; ``expected`` is the hash of its frame.

    Raises Damaged. What was given before it is raised must not be used.
    """
    try:
        if frame(path, key) != expected:
            raise Damaged("bingkai / frame")
        if key is None:
            with path.open("rb") as handle:
                for chunk in _chunks(handle, None):
                    yield memoryview(chunk)
            return
        properties = encryption.create_decryption_properties(key, aad_prefix=name.encode())
        with pq.ParquetFile(path, decryption_properties=properties, pre_buffer=False) as file:
            for number in range(file.num_row_groups):
                column = file.read_row_group(number, use_threads=False).column(0)
                for chunk in column.chunks:
                    for value in chunk:
                        yield memoryview(value.as_buffer())
    except FileNotFoundError:
        raise Damaged("hilang / missing") from None
    except (OSError, ArrowException):
        raise Damaged("rusak atau terpotong / damaged or cut") from None


def check(path: Path, key: bytes | None, name: str, expected: Written) -> None:
    """Read a piece to its end. Raises Damaged when it is not what was written."""
    digest, size = hashlib.sha256(), 0
    if path.exists() and path.stat().st_size != expected.stored:
        raise Damaged("panjang lain / another length")
    for chunk in read(path, key, name, expected.frame):
        digest.update(chunk)
        size += len(chunk)
    if (size, digest.hexdigest()) != (expected.size, expected.sha256):
        raise Damaged("isi lain / another content")


def frame(path: Path, key: bytes | None) -> str:
    """SHA-256 of the bytes of a sealed piece that its key does not authenticate; else empty.

    They are the magic at both ends, the footer's length and the plain head of the footer.
    """
    if key is None:
        return ""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        if size < _MAGIC + _TRAILER:
            raise Damaged("terpotong / cut")
        handle.seek(size - _TRAILER)
        length = int.from_bytes(handle.read(_MAGIC), "little") + _TRAILER
        if length > size - _MAGIC:
            raise Damaged("terpotong / cut")
        handle.seek(0)
        digest.update(handle.read(_MAGIC))
        handle.seek(size - length)
        digest.update(handle.read(length))
    return digest.hexdigest()


def _chunks(source: BinaryIO, limit: int | None) -> Iterator[bytes]:
    if limit is None:
        place = source.tell()
        left = source.seek(0, os.SEEK_END) - place
        source.seek(place)
    else:
        left = limit
    length = max(CHUNK, -(-left // _MOST))
    while chunk := source.read(length if limit is None else min(length, left)):
        left -= len(chunk)
        yield chunk


@contextmanager
def _sink(target: Path, key: bytes | None, name: str) -> Iterator[Callable[[bytes], object]]:
    """What takes the chunks of the new file ``target``."""
    with NewFile(target) as handle:
        if key is None:
            yield handle.write
            return
        properties = encryption.create_encryption_properties(
            key, aad_prefix=name.encode(), store_aad_prefix=False
        )
        with pq.ParquetWriter(
            handle,
            _SCHEMA,
            compression="none",
            use_dictionary=False,
            write_statistics=False,
            store_schema=False,
            encryption_properties=properties,
        ) as writer:
            yield lambda chunk: writer.write_table(_table(chunk))


def _table(chunk: bytes) -> pa.Table:
    """One row that holds the chunk without copying it (and without loading pandas)."""
    ends = pa.py_buffer(struct.pack("=qq", 0, len(chunk)))
    value = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(chunk)])
    return pa.Table.from_arrays([value], schema=_SCHEMA)
