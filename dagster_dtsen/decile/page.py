"""The page of a move: one sheet in plain words with a small chart, without script or address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dagster_dtsen.decile.told import CAUSES
from dagster_dtsen.decile.words import number, said
from dagster_dtsen.files import private

TEMPLATES = Path(__file__).parent / "templates"
Row = dict[str, Any]
# of the drawing, in its own units: where the axis begins and ends, a row, a bar
LEFT, RIGHT, LINE, BAR = 250, 690, 30, 16
UP, DOWN, PLACE = "#2f6f9f", "#a8322a", "#46505a"


def write(told: Row, path: Path, frame: Path) -> None:
    """Write the page of a document of :mod:`told` anew, for this account alone."""
    text = html(told, frame)
    with private(path) as part:
        part.write_text(text, encoding="utf-8")


def html(told: Row, frame: Path) -> str:
    """The page; ``frame``: folder of the templates ``dasar.html.j2`` and ``makro.html.j2``."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, frame]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["angka"] = number
    return environment.get_template("desil.html.j2").render(
        told=told,
        said=said,
        sebab=CAUSES,
        gambar=chart(told) if told["dibandingkan"] else None,
    )


def chart(told: Row) -> Row:
    """From the decile then to that now, one bar for every cause that has a part.

    ``sumbu``: places of the deciles 1 to 10; ``baris``: bars with their text, place and colour.
    """
    reached = float(told["desil_dasar"])
    rows: list[Row] = [{"kata": ["Dahulu", "Then"], "dari": reached, "ke": reached, "titik": True}]
    for cause in CAUSES:
        if twelfths := told["bagian"][cause]:
            after = reached + twelfths / 12
            rows.append(
                {"kata": said("sebab", cause), "dari": reached, "ke": after, "titik": False}
            )
            reached = after
    now = float(told["desil"])
    rows.append({"kata": ["Sekarang", "Now"], "dari": now, "ke": now, "titik": True})
    place = _scale([row[end] for row in rows for end in ("dari", "ke")])
    for number_, row in enumerate(rows):
        low, high = sorted((row["dari"], row["ke"]))
        row |= {
            "y": number_ * LINE,
            "x": place(low),
            "lebar": place(high) - place(low),
            "warna": PLACE if row["titik"] else UP if row["ke"] > row["dari"] else DOWN,
            "angka": number(row["ke"]) if row["titik"] else _signed(row["ke"] - row["dari"]),
        }
    return {
        "baris": rows,
        "sumbu": [{"desil": decile, "x": place(decile)} for decile in range(1, 11)],
        "tinggi": len(rows) * LINE,
        "batang": BAR,
    }


def _scale(values: Sequence[float]) -> Any:
    """Decile → place on the axis; a part between then and now may lie beyond 1 or 10."""
    low, high = min(1.0, *values), max(10.0, *values)
    return lambda value: round(LEFT + (value - low) / (high - low) * (RIGHT - LEFT), 1)


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else f"−{number(-value)}"
