"""One run per home: an advisory lock that the operating system frees when the process dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

_held: dict[Path, int] = {}


@contextmanager
def run_lock(settings: Settings) -> Iterator[bool]:
    """Hold the home for the whole run; re-entrant within one process.

    Gives whether it was taken here: False when this process held it already. Raises DtsenError
    E-SEDANG-BERJALAN when another process holds it: a second run is refused, never queued.
    """
    path = settings.root / "dtsen.lock"
    if path in _held:
        _held[path] += 1
        try:
            yield False
        finally:
            _held[path] -= 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DtsenError("E-SEDANG-BERJALAN", home=settings.home) from None
        _held[path] = 1
        try:
            yield True
        finally:
            del _held[path]
