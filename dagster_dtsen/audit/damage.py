"""What was done to a chain that does not hold: told from how its lines follow each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dagster_dtsen.audit import log

EDITED, DELETED, SWAPPED = "diubah", "dihapus", "ditukar"
INSERTED, TRUNCATED = "disisipkan", "dipangkas"
REWRITTEN, BAD_HEAD = "ditulis_ulang", "kepala_salah"


@dataclass(frozen=True)
class Link:
    """What a line says of its place in the chain. ``whole``: its own fingerprint is right."""

    number: object
    before: object
    own: object
    whole: bool


@dataclass(frozen=True)
class Damage:
    """One damage: its kind and the first event that is not what was written.

    ``until``: the head that tells of it, so the damage lies from ``number`` to there.
    """

    number: int
    kind: str
    until: int | None = None
    why: str | None = None


def links(lines: Iterable[bytes]) -> list[Link]:
    """The lines as links."""
    found = []
    for line in lines:
        said = log.json_line(line) or {}
        whole = log.read_line(line) is not None
        found.append(Link(said.get("nomor"), said.get("sebelum"), said.get("sidik"), whole))
    return found


def diagnose(found: list[Link], place: int, number: int, last: str, before: str) -> Damage:
    """Why the line at ``place`` does not follow from event ``number``.

    ``last``: fingerprint of that event, ``before``: of the one before it. Edited counts as the
    guess where nothing else is left of what was there.
    """
    here, later = found[place], found[place + 1 :]
    expected = number + 1
    if any(link.before == last for link in later):
        # the true successor is further down: what stands here was put here
        origin = {link.own for link in found if link is not here}
        moved = here.whole and here.own not in origin and here.before in origin
        return Damage(expected, SWAPPED if moved else INSERTED)
    if not here.whole or here.before == last:
        return Damage(expected, EDITED)
    if here.before == before and here.number == number:
        return Damage(number, INSERTED)
    if here.number == expected:
        return Damage(number, EDITED)
    if isinstance(here.number, int) and here.number > expected:
        return Damage(expected, DELETED)
    return Damage(expected, INSERTED)
