"""How long the release under way has taken; a measure for the manifest, never part of a result."""

from __future__ import annotations

import time

_began = [time.monotonic()]


def begin() -> None:
    """Start the clock when a release is opened."""
    _began[0] = time.monotonic()


def elapsed() -> float:
    """Seconds since the release was opened, to a tenth."""
    return round(time.monotonic() - _began[0], 1)
