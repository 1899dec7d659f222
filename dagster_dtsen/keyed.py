"""Contents as a home keeps them: as they came, or under its key where it has one.

A keyed content is a Parquet file of chunks under AES-GCM, so other bytes or another key are refused
and not read. Every use has a key of its own, derived from ``DTSEN_DB_KEY``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException
from pyarrow.parquet import encryption

# what reading raises when a file is gone, damaged or under another key
UNREADABLE = (OSError, ValueError, ArrowException)
_CHUNK = 1 << 22
_SCHEMA = pa.schema([("isi", pa.binary())])
# how a Parquet file begins whose footer is encrypted
_SEALED = b"PARE"


def write(path: Path, chunks: Iterable[bytes], secret: str | None, use: str) -> str:
    """Write a content to ``path``, keyed when there is a ``secret``; the SHA-256 of the content."""
    digest = hashlib.sha256()
    if not secret:
        with path.open("wb") as sink:
            for chunk in chunks:
                digest.update(chunk)
                sink.write(chunk)
        return digest.hexdigest()
    properties = encryption.create_encryption_properties(_key(secret, use))
    with pq.ParquetWriter(
        path, _SCHEMA, compression="none", encryption_properties=properties
    ) as writer:
        for chunk in chunks:
            digest.update(chunk)
            writer.write_table(pa.table([[chunk]], schema=_SCHEMA))
    return digest.hexdigest()


def chunks(path: Path, secret: str | None, use: str) -> Iterator[bytes]:
    """The content that :func:`write` wrote with the same ``secret``. Raises ``UNREADABLE``."""
    if not secret:
        yield from clear_chunks(path)
        return
    properties = encryption.create_decryption_properties(_key(secret, use))
    with pq.ParquetFile(path, decryption_properties=properties) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number).column(0)[0].as_py()


def clear_chunks(path: Path, size: int = _CHUNK) -> Iterator[bytes]:
    """The bytes of a file as they lie there, in pieces of at most ``size``."""
    with path.open("rb") as handle:
        while chunk := handle.read(size):
            yield chunk


def is_keyed(path: Path) -> bool:
    """Whether the file opens by a key alone."""
    with path.open("rb") as handle:
        return handle.read(len(_SEALED)) == _SEALED


def _key(secret: str, use: str) -> bytes:
    return hashlib.sha256(f"dtsen-{use}:{secret}".encode()).digest()
