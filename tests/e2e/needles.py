"""Looking for thousands of NIKs in large files: one pass over a file instead of one per NIK."""

from __future__ import annotations

import re
from collections.abc import Iterable

LENGTH = 16
_DIGITS = re.compile(rb"[0-9]{%d,}" % LENGTH)


class Needles:
    """Texts of which none, or one, must stand in a file."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted = {text.encode() for text in texts}
        self._numbers = {item for item in wanted if len(item) == LENGTH and item.isdigit()}
        self._others = wanted - self._numbers

    def stand_in(self, content: bytes) -> bool:
        """True when one of them does; a number also within a longer one."""
        for found in _DIGITS.finditer(content):
            run = found.group()
            starts = range(len(run) - LENGTH + 1)
            if any(run[start : start + LENGTH] in self._numbers for start in starts):
                return True
        return any(item in content for item in self._others)
