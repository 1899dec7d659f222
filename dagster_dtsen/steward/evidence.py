"""Evidence files by hash: ``keputusan/bukti/<sha256>``, under AES-GCM in an encrypted home.

Values of corrections are kept the same way (:mod:`steward.contents`).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from dagster_dtsen import keyed
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

# apart from the keys of database, release files and archive
_USE = "bukti"
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
    keyed.write(aside, [content], settings.secret(), _USE)
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
    try:
        content = b"".join(keyed.chunks(folder / sha256, settings.secret(), _USE))
    except keyed.UNREADABLE:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None
