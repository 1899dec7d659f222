"""Check a backup without restoring it, lay a generation out, hold two copies against each other."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from dagster_dtsen.backup import container
from dagster_dtsen.backup.container import Damaged
from dagster_dtsen.backup.index import Entry, Index
from dagster_dtsen.backup.keys import salt_of
from dagster_dtsen.backup.repository import Repository
from dagster_dtsen.backup.threads import each
from dagster_dtsen.errors import DtsenError

_TOLD = 5


def verify(repository: Repository, number: int | None, threads: int) -> list[Index]:
    """Read every file of one generation, or of all; each stored piece once.

    Raises DtsenError E-CADANGAN-TIADA, and E-CADANGAN-RUSAK with what is damaged.
    """
    found = [repository.index(item) for item in ([number] if number else repository.numbers)]
    if not found:
        repository.index()
    # a piece may serve several files; each must be what its own list says
    distinct = {
        (entry.piece, entry.byte, entry.sha256, entry.stored, entry.frame): entry
        for index in found
        for entry in index.entries
    }
    _refuse(repository, each(lambda item: _fault(repository, item), _largest(distinct), threads))
    return found


def _largest(entries: dict[tuple[str, int, str, int, str], Entry]) -> list[Entry]:
    return sorted(entries.values(), key=lambda entry: -entry.byte)


def _fault(repository: Repository, entry: Entry) -> str | None:
    try:
        salt = salt_of(entry.piece)
        path, key = repository.piece(entry.piece), repository.keys.piece(salt)
        container.check(path, key, salt, entry.written)
    except Damaged as error:
        return f"{entry.path} ({error})"
    return None


def lay_out(repository: Repository, index: Index, target: Path, threads: int) -> None:
    """Write every file of a generation below the empty folder ``target``, each checked.

    Raises DtsenError E-CADANGAN-RUSAK; then what was written must not be used.
    """
    target.chmod(0o700)
    for folder in sorted(index.folders):
        (target / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    order = sorted(index.entries, key=lambda entry: -entry.byte)
    # half of them wait for the disk
    _refuse(repository, each(lambda item: _lay(repository, item, target), order, 2 * threads))
    for folder in sorted(index.folders, reverse=True):
        (target / folder).chmod(index.folders[folder])


def _lay(repository: Repository, entry: Entry, target: Path) -> str | None:
    path = target / entry.path
    salt = salt_of(entry.piece)
    chunks = container.read(
        repository.piece(entry.piece), repository.keys.piece(salt), salt, entry.frame
    )
    digest, size = hashlib.sha256(), 0
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with container.NewFile(path) as sink:
            for chunk in chunks:
                digest.update(chunk)
                size += sink.write(chunk)
            os.fchmod(sink.fileno(), entry.mode)
            os.fsync(sink.fileno())
    except Damaged as error:
        return f"{entry.path} ({error})"
    if (size, digest.hexdigest()) != (entry.byte, entry.sha256):
        return f"{entry.path} (isi lain / another content)"
    os.utime(path, ns=(entry.mtime, entry.mtime))
    return None


def _refuse(repository: Repository, faults: Iterable[str | None]) -> None:
    found = sorted(fault for fault in faults if fault)
    if found:
        more = f", … {len(found)}" if len(found) > _TOLD else ""
        parts = ", ".join(found[:_TOLD]) + more
        raise DtsenError("E-CADANGAN-RUSAK", place=repository.place, parts=parts)


def compare(first: Sequence[Index], second: Sequence[Index]) -> None:
    """Raises DtsenError E-CADANGAN-BEDA unless both hold the same generations."""
    left = {index.number: index.fingerprint for index in first}
    right = {index.number: index.fingerprint for index in second}
    parts = []
    for number in sorted(left.keys() | right.keys()):
        if number not in right:
            parts.append(f"{number}: hanya pada yang pertama / only in the first")
        elif number not in left:
            parts.append(f"{number}: hanya pada yang kedua / only in the second")
        elif left[number] != right[number]:
            parts.append(f"{number}: sidik lain / another fingerprint")
    if parts:
        raise DtsenError("E-CADANGAN-BEDA", parts="; ".join(parts))
