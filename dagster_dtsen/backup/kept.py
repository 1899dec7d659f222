"""What of a home is kept: all that cannot be made again from the rest.

Listed in an order in which a run may be at work: releases first, then logs, then what logs and
releases point at. Whatever a listed file needs was there before it, so it is listed too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# folders with append-only logs; of the last three nothing else is kept
_LOGS = ("keputusan", "catatan", "tinjauan", "audit")
_NOTES = "arsip/pengantar"
_WRITTEN_ONCE = ("arsip", "keputusan", "tabel_terbit")
# replaced file by file or folder by folder; one that goes away meanwhile was replaced
_REPLACED = ("tanda_terima", "model", "templat", "padanan", "paket", "paket_isi")
_RETURNS = "pengembalian"
# folders that are being built beside those they will stand among
_BUILDING = ".bangun"
_BLOCK = 1 << 16

Kind = Literal["rilis", "catatan", "tetap", "berubah"]


@dataclass(frozen=True)
class Piece:
    """One file to keep: path in the home, kind, its bytes when only those count, known SHA-256."""

    path: str
    kind: Kind
    limit: int | None = None
    sha256: str | None = None


def pieces(root: Path, sealed: Iterable[Piece], returns: Iterable[str]) -> list[Piece]:
    """Everything to keep. ``sealed``: files of the complete releases, listed before this call.

    ``returns``: folders of their return packages; those of another version may be half written.
    """
    found = list(sealed)
    for folder in _LOGS:
        found += [
            Piece(name, "catatan", whole_lines(root / name))
            for name in _files(root, folder)
            if name.endswith(".jsonl")
        ]
    found += [Piece(name, "tetap") for name in _files(root, _NOTES)]
    for folder in _WRITTEN_ONCE:
        found += [
            Piece(name, "tetap")
            for name in _files(root, folder)
            # a note that came while the archive was listed may name an original that is not
            if not name.endswith(".jsonl") and not name.startswith(f"{_NOTES}/")
        ]
    for folder in (*_REPLACED, *(f"{_RETURNS}/{name}" for name in sorted(returns))):
        found += [Piece(name, "berubah") for name in _files(root, folder)]
    return list({piece.path: piece for piece in found}.values())


def whole_lines(path: Path) -> int:
    """Bytes of a log up to the end of its last whole line."""
    with path.open("rb") as handle:
        end = handle.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - _BLOCK)
            handle.seek(start)
            place = handle.read(end - start).rfind(b"\n")
            if place >= 0:
                return start + place + 1
            end = start
    return 0


def folders(root: Path, paths: Iterable[str]) -> dict[str, int]:
    """Mode of the home (``.``) and of every folder on the way to these files.

    A folder that is gone meanwhile, as one that is being replaced, gets that of this account alone.
    """
    found = {".": root.stat().st_mode & 0o777}
    for path in paths:
        for parent in Path(path).parents:
            name = parent.as_posix()
            if name in found:
                break
            try:
                found[name] = (root / name).stat().st_mode & 0o777
            except FileNotFoundError:
                found[name] = 0o700
    return found


def _files(root: Path, folder: str) -> Iterator[str]:
    """Files below a folder of the home in name order, without links and half-written ones."""
    for place, inner, names in os.walk(root / folder):
        inner[:] = sorted(name for name in inner if not name.startswith(_BUILDING))
        for name in sorted(names):
            path = Path(place) / name
            half = name.endswith((".baru", ".part"))
            if not half and not path.is_symlink() and path.is_file():
                yield path.relative_to(root).as_posix()
