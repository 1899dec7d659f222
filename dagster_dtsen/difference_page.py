"""The difference between two releases as one self-contained page: bars in SVG, no script."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_dtsen import differences, subjects
from dagster_dtsen.display import number
from dagster_dtsen.files import private
from dagster_dtsen.release import difference
from dagster_dtsen.settings import PACKAGE_DIR, Settings
from dagster_dtsen.subject import pages
from dagster_dtsen.subject.ask import Book

TEMPLATES = PACKAGE_DIR / "release" / "templates"
# of the providers that gave most; all others share the last
COLOURS = ("#2f6f9f", "#5d9a70", "#b58419", "#8a5a9e", "#c2693d", "#9fb4c7")
Pair = list[str]
Said = Callable[[object], Pair]
Row = dict[str, Any]


def write(settings: Settings, told: Row, path: Path) -> None:
    """Write the page of a document of :mod:`release.difference` anew, for this account alone."""
    text = html(settings, told)
    with private(path) as part:
        part.write_text(text, encoding="utf-8")


def html(settings: Settings, told: Row) -> str:
    """The page of a document of :mod:`release.difference`."""
    environment = pages.templates(TEMPLATES)
    environment.filters["ribuan"] = number
    book = subjects.book(settings)
    said = differences.words(settings)
    values, providers = _values(told["nilai"], book, said)
    return environment.get_template("selisih.html.j2").render(
        told=told,
        said=said,
        batang={name: _bars(told[name], said) for name in ("masuk", "keluar", "pindah_keluarga")},
        pengenal={
            entity: [_ids(told[part], entity) for part in ("gabung", "pisah")]
            for entity in difference.ENTITIES
        },
        nilai=values,
        penyedia=providers,
        desil=_deciles(told["desil"]),
        wilayah=_regions(settings, told["wilayah"]),
    )


def _bars(rows: list[Row], said: Said) -> dict[str, list[Row]]:
    """Per entity a bar for every reason, as long as its share of the longest."""
    told: dict[str, list[Row]] = {entity: [] for entity in difference.ENTITIES}
    for row in rows:
        codes = dict.fromkeys([row["sebab"], *([row["rincian"]] if row["rincian"] else [])])
        longest = max(r["jumlah"] for r in rows if r["objek"] == row["objek"])
        told[row["objek"]].append(
            {
                "kata": [said(code) for code in codes],
                "jumlah": row["jumlah"],
                "andil": row["jumlah"] / longest,
            }
        )
    return told


def _ids(rows: list[Row], entity: str) -> dict[str, int]:
    own = [row for row in rows if row["objek"] == entity]
    registered = sum(row["jumlah"] for row in own if row["terdaftar"] == "true")
    return {"semua": sum(row["jumlah"] for row in own), "terdaftar": registered}


def _values(rows: list[Row], book: Book, said: Said) -> tuple[list[Row], list[Row]]:
    """Per variable its bar in parts by provider, most changes first; and the key of colours."""
    total: dict[str, int] = {}
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        total[row["penyedia"]] = total.get(row["penyedia"], 0) + row["jumlah"]
        own = cells.setdefault((row["objek"], row["variabel"]), {})
        own[row["penyedia"]] = own.get(row["penyedia"], 0) + row["jumlah"]
    order = sorted(total, key=lambda name: (-total[name], name))
    colour = {name: COLOURS[min(at, len(COLOURS) - 1)] for at, name in enumerate(order)}
    longest = max((sum(own.values()) for own in cells.values()), default=1)
    lines = []
    for (entity, name), own in sorted(cells.items(), key=lambda c: (-sum(c[1].values()), c[0])):
        parts, start = [], 0.0
        for provider in sorted(own, key=order.index):
            share = own[provider] / longest
            parts.append({"x": start, "andil": share, "warna": colour[provider]})
            start += share
        label = book.label(entity, name)
        lines.append(
            {"objek": entity, "label": label, "jumlah": sum(own.values()), "bagian": parts}
        )
    first, others = order[: len(COLOURS) - 1], order[len(COLOURS) - 1 :]
    key = [{"kata": said(name), "warna": colour[name]} for name in first]
    if others:
        named = [", ".join(said(name)[at] for name in others) for at in (0, 1)]
        key.append({"kata": named, "warna": COLOURS[-1]})
    return lines, key


def _deciles(rows: list[Row]) -> Row:
    """From which decile to which; a cell is as dark as its share of its row."""
    names = [*(str(n) for n in range(1, 11)), "–"]
    counts = {(row["dari"] or "–", row["ke"] or "–"): row["jumlah"] for row in rows}
    lines = []
    for before in names:
        whole = sum(counts.get((before, now), 0) for now in names) or 1
        cells = [counts.get((before, now), 0) for now in names]
        lines.append({"nama": before, "sel": [{"jumlah": n, "andil": n / whole} for n in cells]})
    return {"nama": names, "baris": lines}


def _regions(settings: Settings, rows: list[Row]) -> list[Row]:
    names = region_names(settings)
    longest = max((max(r["individu"]["masuk"], r["individu"]["keluar"]) for r in rows), default=1)
    return [
        row
        | {
            "nama": names.get(row["kode"], ""),
            **{way: row["individu"][way] / (longest or 1) for way in ("masuk", "keluar")},
        }
        for row in rows
    ]


def region_names(settings: Settings, level: str = "kabupaten_kota") -> dict[str, str]:
    """Code → name of every region of a level (``tingkat``), the name it bore last."""
    path = settings.dbt_project_dir / "seeds" / "wilayah" / "wilayah_kemendagri.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["tingkat"] == level]
    rows.sort(key=lambda row: row["berlaku_dari"])
    return {row["kode"]: row["nama"] for row in rows}
