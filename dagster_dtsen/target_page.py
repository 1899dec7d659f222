"""Programme targeting as one self-contained page: bars in SVG, no script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen.display_targets import figure, said, share
from dagster_dtsen.files import private
from dagster_dtsen.settings import PACKAGE_DIR
from dagster_dtsen.subject import pages

TEMPLATES = PACKAGE_DIR / "targeting" / "templates"
CHOSEN, INSIDE, OUTSIDE, UNKNOWN = "#2f6f9f", "#5d9a70", "#c2693d", "#9fb4c7"
Row = dict[str, Any]


def write(told: Row, path: Path) -> None:
    """Write the page of a document of :mod:`targeting.document` anew, for this account alone."""
    text = html(told)
    with private(path) as part:
        part.write_text(text, encoding="utf-8")


def html(told: Row) -> str:
    """The page of a document of :mod:`targeting.document`."""
    environment = pages.templates(TEMPLATES)
    environment.filters["angka"] = figure
    environment.globals["persen"] = share
    return environment.get_template("pensasaran.html.j2").render(
        told=told,
        said=said,
        program=[own | {"bagan": _charts(own)} for own in told["program"]],
    )


def _charts(own: Row) -> Row:
    """What is drawn of a programme; a closed count has no bar."""
    target = own["desil"] or []
    shares = own["desil_benar"] or []
    longest = max(shares, default=1) or 1
    return {
        "tahap": _bars(own["tahap"], own["satuan"]),
        "kini": _bars(own["penerima_kini"], own["satuan"]),
        "desil": [
            {
                "nomor": number,
                "teks": share(value),
                "andil": value / longest,
                "warna": INSIDE if number in target else OUTSIDE,
            }
            for number, value in enumerate(shares, 1)
        ],
        "bantuan": [row | {"bagian": _parts(row)} for row in own["bantuan"]],
        "wilayah": _regions(own["rincian"]),
    }


def _drawn(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _bars(rows: list[Row], unit: str) -> list[Row]:
    """Bars in the unit of the programme: of families one is in one state, of persons one."""
    longest = max((_drawn(row[unit]) for row in rows), default=0) or 1
    return [row | {"jumlah": row[unit], "andil": _drawn(row[unit]) / longest} for row in rows]


def _parts(row: Row) -> list[Row]:
    """A bar of the answers one after the other; none where one of them is closed."""
    counts = [row[name] for name in ("ya", "tidak", "kosong")]
    whole = sum(map(_drawn, counts))
    if not whole or any(isinstance(each, str) for each in counts):
        return []
    found, start = [], 0.0
    for count, colour in zip(counts, (INSIDE, OUTSIDE, UNKNOWN), strict=True):
        found.append({"x": start, "andil": count / whole, "warna": colour})
        start += count / whole
    return found


def _regions(rows: list[Row]) -> list[Row]:
    own = [_drawn(row["keluarga"]) for row in rows if row["tingkat"] != "provinsi"]
    longest = max(own, default=0) or 1
    return [
        row | {"andil": None if row["tingkat"] == "provinsi" else _drawn(row["keluarga"]) / longest}
        for row in rows
    ]
