"""The error of a full disk, and how such a failure is told apart from every other."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from dagster_dtsen.error_kind import ErrorKind

DISK_FULL = "E-DISK-PENUH"
DISK = (
    ErrorKind(
        DISK_FULL,
        97,
        "Disk penuh di {place}; tidak ada yang terbit setengah. Sediakan ruang, lalu jalankan lagi",
        "The disk is full at {place}; nothing is half published. Make room, then run again",
    ),
)
_NUMBERS = (errno.ENOSPC, errno.EDQUOT)
# words of the system (also through the engine), of SQLite, and of the engine that may not spill
_WORDS = ("no space left on device", "database or disk is full", "max_temp_directory_size")


def says_full(text: str) -> bool:
    """Whether words of a library tell of a full disk."""
    return any(words in text.lower() for words in _WORDS)


def is_full(error: BaseException) -> bool:
    """Whether a full disk is somewhere in the chain of causes of ``error``."""
    return any(
        getattr(item, "errno", None) in _NUMBERS or says_full(str(item)) for item in causes(error)
    )


def causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and what it came from, the nearest first."""
    seen: set[int] = set()  # an error raised again while it is handled is its own context
    waiting: list[BaseException | None] = [error]
    while waiting:
        item = waiting.pop()
        if item is not None and id(item) not in seen:
            seen.add(id(item))
            yield item
            waiting += [item.__context__, item.__cause__]
