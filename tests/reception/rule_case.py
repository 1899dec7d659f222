"""One hand-made record: what differs from a faultless one, and the reason codes it must get."""

from __future__ import annotations

from dataclasses import dataclass, field

Row = dict[str, str | None]
VILLAGE = "3171011001"
CARD = "3171010101200001"


@dataclass
class Case:
    """One record: what differs from the faultless one, and the codes it must get."""

    changes: Row = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)


def single(codes: str, **changes: str | None) -> Case:
    """A record with these codes, separated by a space."""
    return Case(changes, set(codes.split()))
