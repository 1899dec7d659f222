"""The answer as one self-contained HTML page: no script, no address, everything escaped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dagster_dtsen.files import private
from dagster_dtsen.subject.words import said

TEMPLATES = Path(__file__).parent / "templates"


def templates(*folders: Path) -> Environment:
    """Templates of self-contained pages in ``folders``, and the frame that all of them share.

    Values are escaped; a name that the page does not get is an error.
    """
    return Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html(told: dict[str, Any]) -> str:
    """The page of a document of :mod:`person` or :mod:`family`."""
    environment = templates()
    filled = [line for line in told["dipegang"] if line["terisi"]]
    empty = [line for line in told["dipegang"] if not line["terisi"]]
    page = {
        "told": told,
        "dipegang": _by_block(filled, _source),
        "kosong": _by_block(empty, _absence),
        "kalah": _by_block(told["kalah"]["baris"], _loser),
        "said": said,
    }
    return environment.get_template(f"{told['objek']}.html.j2").render(page)


def _by_block(
    lines: list[dict[str, Any]], about: Callable[[dict[str, Any]], Any]
) -> list[tuple[list[str], list[list[dict[str, Any]]]]]:
    """Lines under their blocks, those of which the same is to be said together."""
    blocks: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for line in lines:
        same = json.dumps(about(line), sort_keys=True, default=str)
        blocks.setdefault(line["blok"], {}).setdefault(same, []).append(line)
    return [(said("blok", name), list(groups.values())) for name, groups in blocks.items()]


def _source(line: dict[str, Any]) -> Any:
    return [line["sumber"], line["aturan"]]


def _absence(line: dict[str, Any]) -> Any:
    return line["keadaan"] or line["sumber"]


def _loser(line: dict[str, Any]) -> Any:
    return [line["record_key"], line["sebab"], line["urut"]]


def write(told: dict[str, Any], path: Path) -> None:
    """Write the page anew, for this account alone: it tells of one person or family."""
    with private(path) as part:
        part.write_text(html(told), encoding="utf-8")
