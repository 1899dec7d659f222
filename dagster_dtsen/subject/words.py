"""What codes of the answer mean, in Indonesian and English (words.yml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Pair = list[str]  # [Indonesian, English]; a list, as JSON has it


@lru_cache(maxsize=1)
def _book() -> dict[str, Any]:
    path = Path(__file__).with_name("words.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def said(kind: str, code: object = None) -> Pair:
    """A code in words; one that no word is known for stands for itself.

    ``kind``: a top key of words.yml; without ``code`` its own words.
    """
    entry = _book()[kind] if code is None else _book()[kind].get(str(code))
    return [str(entry["id"]), str(entry["en"])] if entry else [str(code), str(code)]


def coded(kind: str, code: object) -> dict[str, Any] | None:
    """A code with its words; None for None."""
    return None if code is None else {"kode": str(code), "kata": said(kind, code)}
