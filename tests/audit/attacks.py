"""What somebody does to a log, each seeded; every attack says what must be told of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from dagster_dtsen.audit import log
from tests.audit.chains import resealed

# the lines after the attack, and the (event, kind) that must be told first; None: any kind
Attack = Callable[[list[bytes], random.Random], tuple[list[bytes], tuple[int, str] | None]]


def _entry(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line)
    return found


def edited(lines: list[bytes], dice: random.Random) -> tuple[list[bytes], tuple[int, str] | None]:
    """One value changed, in a third of the cases with a right fingerprint of the line itself."""
    place = dice.randrange(len(lines) - 1)
    entry = _entry(lines[place])
    field = dice.choice(["oleh", "tindakan", "baris", "hasil", "pada", "penerima"])
    entry[field] = f"{entry[field]}x"
    forged = dice.randrange(3) == 0
    changed = resealed(entry) if forged else log.canonical(entry)
    return [*lines[:place], changed, *lines[place + 1 :]], (place + 1, "diubah")


def flipped(lines: list[bytes], dice: random.Random) -> tuple[list[bytes], tuple[int, str] | None]:
    """One bit of one line."""
    place = dice.randrange(len(lines) - 1)
    line = bytearray(lines[place])
    at = dice.randrange(len(line))
    line[at] ^= 1 << dice.randrange(7)
    if line[at] == ord("\n"):
        line[at] = ord("~")
    return [*lines[:place], bytes(line), *lines[place + 1 :]], (place + 1, "diubah")


def deleted(lines: list[bytes], dice: random.Random) -> tuple[list[bytes], tuple[int, str] | None]:
    """One to three lines taken out, not the last."""
    place = dice.randrange(len(lines) - 4)
    return [*lines[:place], *lines[place + dice.randint(1, 3) :]], (place + 1, "dihapus")


def swapped(lines: list[bytes], dice: random.Random) -> tuple[list[bytes], tuple[int, str] | None]:
    """Two lines change places."""
    one, two = sorted(dice.sample(range(len(lines)), 2))
    changed = list(lines)
    changed[one], changed[two] = changed[two], changed[one]
    return changed, (one + 1, "ditukar")


def inserted(lines: list[bytes], dice: random.Random) -> tuple[list[bytes], tuple[int, str] | None]:
    """A line too many: one that follows as it should, a copy, or no event at all."""
    place = dice.randrange(1, len(lines))
    before = _entry(lines[place - 1])
    forged = before | {"nomor": place + 1, "sebelum": before["sidik"], "oleh": "penyusup"}
    line = dice.choice([resealed(forged), dice.choice(lines[:place]), b"{}", b"", b"\xff\x00"])
    return [*lines[:place], line, *lines[place:]], (place + 1, "disisipkan")


def truncated(
    lines: list[bytes], dice: random.Random
) -> tuple[list[bytes], tuple[int, str] | None]:
    """The end is gone."""
    kept = dice.randrange(len(lines))
    return lines[:kept], (kept + 1, "dipangkas")


def rewritten(
    lines: list[bytes], dice: random.Random
) -> tuple[list[bytes], tuple[int, str] | None]:
    """One event otherwise or left out, and every line after it made to follow."""
    place = dice.randrange(len(lines))
    entries = [_entry(line) for line in lines]
    if dice.randrange(2) and place < len(lines) - 1:
        del entries[place]
    else:
        entries[place]["oleh"] = "orang lain"
    changed, before = [], log.FIRST
    for number, entry in enumerate(entries, 1):
        changed.append(resealed(entry | {"nomor": number, "sebelum": before}))
        before = _entry(changed[-1])["sidik"]
    return changed, None


ATTACKS: dict[str, Attack] = {
    item.__name__: item
    for item in (edited, flipped, deleted, swapped, inserted, truncated, rewritten)
}
# what a chain that nothing outside vouches for cannot tell from a shorter or another one
UNSEEN = ("truncated", "rewritten")
