"""The list of one generation: every file of the home, where its piece is, what it must be."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from dagster_dtsen.backup.container import Written

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Entry:
    """One file: path in the home, bytes, hash, mode, mtime (ns), and its stored piece."""

    path: str
    byte: int
    sha256: str
    mode: int
    mtime: int
    piece: str
    stored: int
    frame: str

    @property
    def written(self) -> Written:
        """What its piece must be."""
        return Written(self.byte, self.sha256, self.stored, self.frame)


@dataclass(frozen=True)
class Index:
    """One generation. ``releases``: name → fingerprint; ``folders``: path → mode."""

    number: int
    made: str
    releases: dict[str, str]
    folders: dict[str, int]
    entries: tuple[Entry, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over paths, sizes and hashes: equal in every copy, whatever its key."""
        digest = hashlib.sha256()
        for entry in sorted(self.entries, key=lambda item: item.path):
            digest.update(f"{entry.path}\0{entry.byte}\0{entry.sha256}\n".encode())
        return digest.hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.byte for entry in self.entries)

    def text(self) -> str:
        """As stored."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


def parse(text: str) -> Index:
    """An index as it was stored.

    Raises ValueError when it is none, or names a file outside of the home.
    """
    try:
        raw = json.loads(text)
        raw["entries"] = tuple(Entry(**entry) for entry in raw["entries"])
        index = Index(**raw)
        _check(index)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(type(error).__name__) from None
    return index


def _check(index: Index) -> None:
    """An open folder could be given a list of anyone's making."""
    paths = [entry.path for entry in index.entries]
    if len(set(paths)) != len(paths):
        raise ValueError("doubled")
    for path in [*paths, *(index.folders.keys() - {"."})]:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\0" in path:
            raise ValueError("path")
    for name in _names(index.entries):
        if not _NAME.fullmatch(name):
            raise ValueError("name")


def _names(entries: Iterable[Entry]) -> set[str]:
    return {entry.piece for entry in entries}


def pieces(entries: Iterable[Entry]) -> dict[str, Entry]:
    """One entry per stored piece."""
    return {entry.piece: entry for entry in entries}
