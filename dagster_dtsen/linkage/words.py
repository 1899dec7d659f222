"""What codes of the linkage mean, in Indonesian and English (words.yml)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from dagster_dtsen.linkage.model import ROOM

Pair = tuple[str, str]


@lru_cache(maxsize=1)
def book() -> dict[str, Any]:
    """words.yml as a dict; read once."""
    loaded: dict[str, Any] = yaml.safe_load((ROOM / "words.yml").read_text(encoding="utf-8"))
    return loaded


def said(kind: str, code: str) -> Pair:
    """(Indonesian, English) of a code; a code that no word is known for stands for itself.

    ``kind``: a top key of words.yml. A sealed release may hold codes of older rules.
    """
    entry = book()[kind].get(code)
    return (str(entry["id"]), str(entry["en"])) if entry else (code, code)


def level(comparison: str, label: str) -> Pair:
    """(Indonesian, English) of one level of a comparison."""
    entry = book()["perbandingan"][comparison]["tingkat"][label]
    return str(entry["id"]), str(entry["en"])


def columns(comparison: str) -> list[str]:
    """Input columns that show what a comparison compares."""
    return [str(name) for name in book()["perbandingan"][comparison]["kolom"]]
