"""What single values of a manifest may be."""

from __future__ import annotations

import re

from dagster_dtsen.journal import holds_number

_HEX = re.compile(r"[0-9a-f]{64}")
_LARGE = 1e14


def whole(value: object, least: int) -> bool:
    """Whether it is a whole number of at least ``least``."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def hashes(*values: object) -> bool:
    """Whether each is a SHA-256 in hex."""
    return all(isinstance(item, str) and _HEX.fullmatch(item) for item in values)


def holds_person(value: object) -> bool:
    """Whether a number as long as a person's stands anywhere; hashes may look like one."""
    if isinstance(value, dict):
        return any(holds_person(item) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple):
        return any(holds_person(item) for item in value)
    if isinstance(value, float):  # a share has as many digits, behind its point
        return abs(value) >= _LARGE
    text = str(value)
    return not _HEX.fullmatch(text) and holds_number(text)
