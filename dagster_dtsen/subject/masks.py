"""Third parties: other people and families have no id, no number and no name in an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

NUMBERS = ("nik", "no_kk")
STEWARD = "petugas"
_SHOWN = 2  # last characters of a number that may be another person's
_LENGTH = 16
_FREE_TEXT = ("alasan", "catatan")


def number(value: str) -> str:
    """A NIK or card number of which only the last digits are shown."""
    return "*" * max(_LENGTH - _SHOWN, len(value) - _SHOWN) + value[-_SHOWN:]


class Others:
    """Gives every id that is not the person's own a number in the order of asking."""

    def __init__(self, own: Iterable[str], word: str) -> None:
        self._own = set(own)
        self._word = word
        self._known: dict[str, int] = {}

    def __call__(self, identity: str | None) -> str | None:
        if identity is None or identity in self._own:
            return identity
        place = self._known.setdefault(identity, len(self._known) + 1)
        return f"{self._word} {place}"


def without_stewards(told: Any) -> Any:
    """The same with the role in place of a steward's name, and without what he wrote freely."""
    if isinstance(told, dict):
        return {
            key: STEWARD if key == "oleh" else without_stewards(value)
            for key, value in told.items()
            if key not in _FREE_TEXT
        }
    if isinstance(told, list | tuple):
        return [without_stewards(item) for item in told]
    return told


def linkage(told: dict[str, Any], people: Others) -> dict[str, Any]:
    """What :mod:`linkage.explain_person` tells, with nothing that leads to another person."""
    kept = {key: value for key, value in told.items() if key not in ("keluar", "peristiwa")}
    outside = [
        {
            "rekaman": edge["a"],
            "orang": people(edge["id_individu"]),
            "penyedia": edge["penyedia"],
            "dataset": edge["dataset"],
            "bobot": edge["bobot"],
            "kunci_blok": edge["kunci_blok"],
            "sebab": edge["sebab"],
        }
        for edge in told["keluar"]
    ]
    masked: dict[str, Any] = without_stewards(kept | {"keluar": outside})
    return masked
