"""Evidence files by hash: ``keputusan/bukti/<sha256>``, under AES-GCM in an encrypted home.

Values of corrections are kept the same way (:mod:`steward.contents`).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet import encryption

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

_SCHEMA = pa.schema([("isi", pa.binary())])
LARGEST = 64 * 1024 * 1024


def digest(file: Path) -> str:
    """SHA-256 of an evidence file. Raises DtsenError E-BUKTI-TIADA."""
    return hashlib.sha256(_content(file)).hexdigest()


def _content(file: Path) -> bytes:
    """Raises DtsenError E-BUKTI-TIADA when it cannot be read, is empty or too large."""
    try:
        if not file.is_file() or not 0 < file.stat().st_size <= LARGEST:
            raise DtsenError("E-BUKTI-TIADA", place=file)
        return file.read_bytes()
    except OSError:
        raise DtsenError("E-BUKTI-TIADA", place=file) from None


def keep(settings: Settings, file: Path) -> str:
    """Store an evidence file; what stands there stays as it is. Gives its SHA-256.

    Raises DtsenError E-BUKTI-TIADA.
    """
    return keep_bytes(settings, settings.evidence_dir, _content(file))


def keep_bytes(settings: Settings, folder: Path, content: bytes) -> str:
    """Store bytes in ``folder`` under their SHA-256, which is given back."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = folder / sha256
    if target.exists():
        return sha256
    folder.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{sha256}.baru")
    secret = settings.secret()
    if secret:
        properties = encryption.create_encryption_properties(_key(secret))
        table = pa.table([[content]], schema=_SCHEMA)
        pq.write_table(table, aside, compression="none", encryption_properties=properties)
    else:
        aside.write_bytes(content)
    with aside.open("rb") as handle:
        os.fsync(handle.fileno())
    aside.chmod(0o440)
    aside.replace(target)
    return sha256


def kept_files(settings: Settings) -> list[Path]:
    """Every evidence file and every content of a correction, in name order."""
    folders = (settings.evidence_dir, settings.correction_values_dir)
    return [
        path
        for folder in folders
        for path in sorted(folder.glob("*"))
        if path.is_file() and not path.suffix
    ]


def rekey(old: Settings, new: Settings, source: Path, target: Path) -> bool:
    """Keep what stands at ``source`` under the key of ``new`` at ``target``.

    False when it does not open under the key of ``old`` or is not what its name says.
    """
    content = read_bytes(old, source.parent, source.name)
    if content is not None:
        keep_bytes(new, target.parent, content)
    return content is not None


def read(settings: Settings, sha256: str) -> bytes:
    """The evidence as it came. Raises DtsenError E-BUKTI-TIADA."""
    content = read_bytes(settings, settings.evidence_dir, sha256)
    if content is None:
        raise DtsenError("E-BUKTI-TIADA", place=sha256)
    return content


def read_bytes(settings: Settings, folder: Path, sha256: str) -> bytes | None:
    """What :func:`keep_bytes` stored; None when it is not there, not readable or not the same."""
    source = folder / sha256
    secret = settings.secret()
    try:
        if not secret:
            content = source.read_bytes()
        else:
            properties = encryption.create_decryption_properties(_key(secret))
            with pq.ParquetFile(source, decryption_properties=properties) as file:
                content = bytes(file.read().column(0)[0].as_py())
    except (OSError, pa.ArrowException):
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _key(secret: str) -> bytes:
    """AES-256 key of what is kept here, apart from those of database, release files and archive."""
    return hashlib.sha256(b"dtsen-bukti:" + secret.encode()).digest()
