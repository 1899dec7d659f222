"""What `dtsen as-of`, `diff`, `verify`, `history` print: counts and names, nobody's value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console, number

# of columns whose values do not say what they are
_HEADS = {
    "variabel": "variabel / variable",
    "penyedia": "penyedia / provider",
    "id_aturan": "aturan / rule",
    "jenis": "perubahan / change",
    "dari": "dari / from",
    "ke": "ke / to",
}

_WITHDRAWN = "DITARIK, pembaca memakai rilis lain / WITHDRAWN, readers have another release"


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def contents(told: dict[str, Any]) -> None:
    """A stored release: its facts and its tables."""
    _say(f"Rilis / release {told['rilis']}, {told['tanggal_rilis']}")
    if told["ditarik"]:
        _say(_WITHDRAWN)
    _say(f"Dasar / base {told['dasar'] or '–'}")
    _say(f"Sidik / fingerprint {told['sidik']}")
    dated = told["per"] is not None
    table = Table(box=None, pad_edge=False)
    table.add_column("tabel / table")
    for name in ("baris / rows", *((f"per / on {told['per']}",) if dated else ()), "byte"):
        table.add_column(name, justify="right")
    table.add_column("sidik / fingerprint")
    for row in told["tabel"]:
        held = "–" if row["berlaku"] is None else number(row["berlaku"])
        figures = [number(row["baris"]), *([held] if dated else []), number(row["byte"])]
        table.add_row(f"{row['lapisan']}.{row['tabel']}", *figures, row["sidik"][:16])
    console.print(table)
    for name, kind in told.get("kolom", []):
        _say(f"  {name}  {kind}")
    if told["diperiksa"] is not None:
        _say(f"{told['diperiksa']} tabel sama dengan segelnya / tables equal their seal")
    if "berkas" in told:
        file = told["berkas"]
        _say(f"{number(file['baris'])} baris ditulis ke / rows written to {file['nama']}")


def difference(told: dict[str, Any], said: Callable[[object], list[str]]) -> None:
    """The counts of a difference; ``said`` gives the words of a code."""

    def word(code: object) -> str:
        return " / ".join(dict.fromkeys(said(code)))

    _say(f"Selisih / difference {told['dari']} → {told['ke']}")
    for release, withdrawn in told["ditarik"].items():
        if withdrawn:
            _say(f"{release}: {_WITHDRAWN}")
    for entity, row in told["neraca"].items():
        _say(
            f"{word(entity)}: {number(row['sebelum'])} + {number(row['masuk'])} masuk / entered "
            f"- {number(row['keluar'])} keluar / left = {number(row['sesudah'])}"
        )
    _limits(told)
    reason = ("sebab", "rincian")
    _list("masuk / entered", told["masuk"], ("objek", *reason), word)
    _list("keluar / left", told["keluar"], ("objek", *reason), word)
    for name, english in (("gabung", "merged"), ("pisah", "split off")):
        rows = [r | {"terdaftar": _registered(r)} for r in told[name]]
        _list(f"{name} / {english}", rows, ("objek", "terdaftar"), word)
    _list("pindah keluarga / moved to another family", told["pindah_keluarga"], reason, word)
    columns = ("objek", "variabel", "penyedia", "id_aturan", "jenis")
    _list("nilai / values", told["nilai"], columns, word)
    _list("verdik, status / verdicts, states", told["verdik"], ("perihal", "dari", "ke"), word)
    moved = [row for row in told["desil"] if row["dari"] != row["ke"]]
    _list("desil / deciles", moved, ("dari", "ke"), word)
    _regions(told["wilayah"])


def _limits(told: dict[str, Any]) -> None:
    """What of the two releases is not compared, or not told in detail."""
    if not told["berurutan"] and told["dari"] != told["ke"]:
        _say(
            "Yang satu bukan dasar yang lain: peristiwa di antaranya tidak dirinci / the one is "
            "not the base of the other: events in between are not detailed"
        )
    for release, tables in told["tiada"].items():
        if tables:
            _say(f"Tidak ada dalam / not in {release}: {', '.join(tables)}")
    if told["tak_dibandingkan"]:
        names = ", ".join(told["tak_dibandingkan"])
        _say(f"Hanya di satu rilis, tidak dibandingkan / in one only, not compared: {names}")


def _registered(row: dict[str, Any]) -> str:
    known = row["terdaftar"] == "true"
    return "dalam daftar / in the register" if known else "di luar daftar / outside it"


def _list(
    title: str, rows: list[dict[str, Any]], names: Sequence[str], word: Callable[[object], str]
) -> None:
    if not rows:
        _say(f"{title}: 0")
        return
    _say(title)
    table = Table(box=None, pad_edge=False, show_header=any(name in _HEADS for name in names))
    for name in ("jumlah", *names):
        table.add_column(_HEADS.get(name, ""), no_wrap=name == "jumlah", overflow="fold")
    for row in rows:
        cells = ["" if row[name] is None else word(row[name]) for name in names]
        # a reason that is its own detail is told once
        told = [cell if cell not in cells[:at] else "" for at, cell in enumerate(cells)]
        table.add_row(number(row["jumlah"]), *(told if "sebab" in names else cells))
    console.print(table)


def _regions(rows: list[dict[str, Any]]) -> None:
    ways = ("sebelum", "masuk", "keluar", "datang", "pergi", "sesudah")
    table = Table(title="individu menurut kabupaten/kota / persons by region", box=None)
    for name in ("kode", *ways, "nilai", "desil"):
        table.add_column(name, justify="left" if name == "kode" else "right")
    for row in rows:
        figures = [row["individu"][way] for way in ways]
        figures += [row["perubahan"].get(name, 0) for name in ("nilai", "desil")]
        table.add_row(row["kode"] or "–", *(number(figure) for figure in figures))
    console.print(table)


def written(paths: list[str]) -> None:
    """What was written, and that it stays inside."""
    for path in paths:
        _say(f"Ditulis / written: {path}")
    if paths:
        _say("Untuk petugas di dalam rumah / for stewards inside the house")


def verified(name: str, tables: int, key: str | None, *, checked: bool) -> None:
    """A release whose seals hold, and its signature."""
    _say(f"{name}: {tables} tabel sama dengan segelnya / tables equal their seal")
    if key is None:
        _say("  tidak ditandatangani / unsigned")
    elif checked:
        _say(f"  tanda tangan cocok, kunci / signature matches, key {key[:16]}")
    else:
        _say(f"  ditandatangani, tidak diperiksa, kunci / signed, not checked, key {key[:16]}")


def history_rebuilt(releases: list[str], rows: dict[str, int]) -> None:
    """Which releases a history was made from, and its rows."""
    _say(f"Riwayat dibuat ulang dari / history made anew from {', '.join(releases)}")
    for name, count in rows.items():
        _say(f"  {name}: {number(count)} baris / rows")


def history_compared(told: dict[str, Any]) -> None:
    """The stored history beside a replay."""
    _say(f"Rilis / releases {', '.join(told['rilis'])}")
    _say(f"Tercatat di gudang / recorded {', '.join(told['tercatat']) or '–'}")
    table = Table(box=None, pad_edge=False)
    table.add_column("riwayat / history", no_wrap=True)
    for name in ("tersimpan / stored", "ulang / replay", "lebih / extra", "kurang / lacking"):
        table.add_column(name, justify="right")
    for row in told["riwayat"]:
        kinds = ("tersimpan", "diputar", "hanya_tersimpan", "hanya_diputar")
        table.add_row(row["nama"], *(number(row[kind]) for kind in kinds))
    console.print(table)
    for row in told["riwayat"]:
        if row["kolom"]:
            _say(f"  {row['nama']}: kolom berbeda / columns differ: {', '.join(row['kolom'])}")
