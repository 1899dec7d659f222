"""A log as the parts of a package: cut at line ends by size, the same way each time.

Read one after another by name, the parts are the log again, byte for byte.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

ENDING = ".jsonl"
_BLOCK = 1 << 20
# name of a part, its first byte, and the first one after it
Piece = tuple[str, int, int]


def pieces(path: Path, name: str, full: int) -> list[Piece]:
    """How a log as it is now is cut into ``<name>-0001.jsonl`` and further; at least one.

    Each is closed at the end of the line with which it holds ``full`` bytes. A last line without
    an end, such as a kill leaves, is in the last one.
    """
    size = path.stat().st_size if path.exists() else 0
    ends = [0]
    if size:
        with path.open("rb") as log:
            while ends[-1] < size:
                log.seek(min(ends[-1] + full, size) - 1)
                log.readline()
                ends.append(min(log.tell(), size))
    else:
        ends.append(0)
    return [
        (f"{name}-{number:04d}{ENDING}", first, end)
        for number, (first, end) in enumerate(pairwise(ends), 1)
    ]


def write(path: Path, first: int, end: int, sink: BinaryIO) -> None:
    """Write the bytes of a piece of a log."""
    if first == end:
        return
    with path.open("rb") as log:
        log.seek(first)
        for block in iter(partial(_next, log, end), b""):
            sink.write(block)


def _next(log: BinaryIO, end: int) -> bytes:
    return log.read(min(_BLOCK, end - log.tell()))
