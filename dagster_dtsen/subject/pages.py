"""The answer as one self-contained HTML page: no script, no address, everything escaped."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dagster_dtsen.subject.words import said

TEMPLATES = Path(__file__).parent / "templates"
_PRIVATE = 0o600


def html(told: dict[str, Any]) -> str:
    """The page of a document of :mod:`person` or :mod:`family`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filled = [line for line in told["dipegang"] if line["terisi"]]
    empty = [line for line in told["dipegang"] if not line["terisi"]]
    page = {
        "told": told,
        "dipegang": _by_block(filled),
        "kosong": _by_block(empty),
        "kalah": _by_block(told["kalah"]["baris"]),
        "said": said,
    }
    return environment.get_template(f"{told['objek']}.html.j2").render(page)


def _by_block(lines: list[dict[str, Any]]) -> list[tuple[list[str], list[dict[str, Any]]]]:
    """Lines under their blocks, in the order in which blocks first come."""
    order = {name: place for place, name in enumerate(dict.fromkeys(r["blok"] for r in lines))}
    ordered = sorted(lines, key=lambda row: order[row["blok"]])
    return [(said("blok", name), list(rows)) for name, rows in groupby(ordered, _block)]


def _block(line: dict[str, Any]) -> str:
    return str(line["blok"])


def write(told: dict[str, Any], path: Path) -> None:
    """Write the page anew, for this account alone: it tells of one person or family."""
    text = html(told)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
