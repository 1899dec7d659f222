"""What the page calls causes, statuses and answers, Indonesian and English (words.yml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Pair = list[str]  # [Indonesian, English]; a list, as JSON has it


@lru_cache(maxsize=1)
def book() -> dict[str, dict[str, Any]]:
    """The words by kind and code."""
    path = Path(__file__).with_name("words.yml")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def said(kind: str, code: object) -> Pair:
    """A code of a kind in words; one that no word is known for stands for itself."""
    entry = book()[kind].get(str(code))
    return [entry["id"], entry["en"]] if entry else [str(code), str(code)]


def number(value: float, digits: int = 2) -> str:
    """A number as it is written in Indonesian: a comma, and no zeros at the end."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")
