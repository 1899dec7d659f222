"""What `dtsen rehearse` prints: counts of families, none of 1 to 4, nobody's row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console, number
from dagster_dtsen.ranking.rehearsal_counts import LOWEST
from dagster_dtsen.ranking.rehearsal_words import said

Row = dict[str, Any]
# headings of figures, English below Indonesian
FAMILIES = "keluarga\nfamilies"
FIGURES = ("sebelum\nbefore", "masuk\nentered", "keluar\nleft", "sesudah\nafter")
DECILES: tuple[int | None, ...] = (*range(1, 11), None)


def cell(value: Any) -> str:
    """A count as it is shown; empty for what is not told."""
    if value is None:
        return "…"
    return number(value) if isinstance(value, int) else str(value)


def two(pair: Iterable[str]) -> str:
    """Indonesian and English in one line."""
    return " / ".join(dict.fromkeys(pair))


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def by_province(told: Row, provinces: Mapping[str, str]) -> list[Row]:
    """Rows of deciles 1 to 4 by province, ``kata`` its code and name."""
    return [
        row | {"kata": [f"{row['nilai'] or '–'} {provinces.get(row['nilai'] or '', '')}".strip()]}
        for row in told["provinsi"]
        if row["program"] == LOWEST[0]
    ]


def by_group(told: Row) -> dict[str, list[Row]]:
    """Group → its rows of deciles 1 to 4 by value, ``kata`` the value in two languages."""
    found: dict[str, list[Row]] = {}
    for row in told["kelompok"]:
        if row["program"] == LOWEST[0]:
            own = row | {"kata": list(said(row["nilai"]))}
            found.setdefault(row["kelompok"], []).append(own)
    return found


def show(told: Row, provinces: Mapping[str, str]) -> None:
    """The document of :func:`rehearsal.rehearse` as tables."""
    _say(f"Gladi perubahan atas rilis / change rehearsed on release {told['rilis']}")
    for row in told["ubah"]:
        _say(f"  {two(said(row['aturan']))}: {rule(row['dari'])} → {rule(row['ke'])}")
    if not told["ubah"]:
        _say("  tidak ada yang diubah / nothing is changed")
    own = told["ringkasan"]
    _say(
        f"Keluarga / families {cell(own['keluarga'])}, berperingkat / ranked "
        f"{cell(own['berperingkat_dari'])} → {cell(own['berperingkat_ke'])}; desil berubah / "
        f"decile changed {cell(own['desil_berubah'])}, tiga desil atau lebih / three or more "
        f"{cell(own['bergeser_tiga'])}"
    )
    _limits(told)
    _matrix(told["matriks"])
    parts = {"": by_province(told, provinces)}
    _parts("Desil 1-4 menurut provinsi / deciles 1-4 by province", parts)
    parts = {two(said(name)): rows for name, rows in by_group(told).items()}
    _parts("Desil 1-4 menurut kelompok / deciles 1-4 by group", parts)
    _errors(told)
    _say("Tidak ada yang diterbitkan atau disimpan / nothing was published or kept")


def rule(value: object) -> str:
    """The value of a rule as it is shown."""
    words = {True: "ya / yes", False: "tidak / no"}
    return words[value] if isinstance(value, bool) else str(value)


def _limits(told: Row) -> None:
    table = Table(title="Masuk dan keluar / entered and left", box=None, pad_edge=False)
    table.add_column("batas / limit")
    for name in ("desil\ndecile", *FIGURES):
        table.add_column(name, justify="right")
    for row in told["batas"]:
        upto = list(dict.fromkeys([row["batas_dari"], row["batas_ke"]]))
        figures = [cell(row[name]) for name in ("dari", "masuk", "keluar", "ke")]
        table.add_row(
            two(said(row["program"])),
            "≤ " + " → ".join(map(str, upto)),
            *figures,
        )
    console.print(table)


def _matrix(rows: list[Row]) -> None:
    counts = {(row["dari"], row["ke"]): row["jumlah"] for row in rows}
    _say("Desil sebelum (baris) dan sesudah (kolom), – tanpa peringkat")
    _say("Deciles before (rows) and after (columns), – unranked")
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for after in DECILES:
        table.add_column(str(after or "–"), justify="right")
    for before in DECILES:
        cells = [cell(counts.get((before, after), 0)) for after in DECILES]
        table.add_row(str(before or "–"), *("" if text == "0" else text for text in cells))
    console.print(table)


def _parts(title: str, parts: Mapping[str, list[Row]]) -> None:
    table = Table(title=title, box=None, pad_edge=False, title_justify="left")
    table.add_column("", min_width=30)
    for name in (FAMILIES, *FIGURES):
        table.add_column(name, justify="right", no_wrap=True)
    for heading, rows in parts.items():
        if heading:
            table.add_row(heading)
        for row in rows:
            figures = [cell(row[name]) for name in ("keluarga", "dari", "masuk", "keluar", "ke")]
            table.add_row(("  " if heading else "") + two(row["kata"]), *figures)
    console.print(table)


def _errors(told: Row) -> None:
    title = "Salah rata-rata menurut sebaran tiap model / wrong on average by each model's spread"
    if not told["galat"]:
        _say(f"{title}: model tanpa sebaran / models without one")
        return
    table = Table(title=title, box=None, pad_edge=False, title_justify="left")
    table.add_column("batas / limit")
    for name in ("salah masuk / wrongly in", "salah keluar / wrongly out"):
        table.add_column(name, justify="right")
    for row in told["galat"]:
        pairs = [
            f"{cell(row[f'{way}_dari'])} → {cell(row[f'{way}_ke'])}"
            for way in ("salah_masuk", "salah_keluar")
        ]
        table.add_row(two(said(row["program"])), *pairs)
    console.print(table)


def written(paths: list[str]) -> None:
    """What was written, and that it stays inside."""
    for path in paths:
        _say(f"Ditulis / written: {path}")
