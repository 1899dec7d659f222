"""What must hold between items, sums of codes, universes, printed skips and the contract."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

import yaml

from dagster_dtsen.dictionary.items import (
    BLOK_BUTIR,
    UMUR,
    Item,
    column_of,
    is_item,
    items_of,
    universe_of,
)
from dagster_dtsen.dictionary.model import Book, Condition, Skip

RENTANG = re.compile(r"\d+\.\.\d*")
OPERATOR = ("salah_satu", "antara", "terisi")
AKHIR = "akhir"  # a skip to the end of the person's items
# columns of the questionnaire's files that are keys, not answers
KOLOM_KUNCI = ("idkel", "r401")
KONTRAK = Path("dagster_dtsen", "defs", "providers", "regsosek", "defs.yaml")


def check_items(book: Book) -> list[str]:
    """Problems between rows; only called when every row is sound by itself."""
    problems = []
    for entitas in BLOK_BUTIR:
        items = items_of(book, entitas)
        problems += [f"{entitas} {problem}" for problem in _shape(book, items)]
        problems += [f"{entitas} {problem}" for problem in _order(book, entitas, items)]
    names = Counter(
        row.variabel for entitas in BLOK_BUTIR for item in items_of(book, entitas)
        for row in item.variables
    )  # fmt: skip
    problems += [
        f"{name}: dua entitas / one item name under two entities"
        for name, count in names.items()
        if count > 1
    ]
    problems += [problem for row in book.conditions for problem in _condition(book, row)]
    return problems + [problem for row in book.skips for problem in _skip(book, row)]


def contract_columns(project_dir: Path) -> list[str]:
    """Columns that Regsosek has agreed to deliver, of all its datasets."""
    contract = yaml.safe_load((project_dir / KONTRAK).read_text(encoding="utf-8"))
    return [name for dataset in contract["attributes"]["dataset"] for name in dataset["kolom"]]


def check_contract(book: Book, columns: Collection[str]) -> list[str]:
    """Columns of the Regsosek contract without an item, and items without a column."""
    known = {column_of(row.butir_kuesioner) for row in book.variables if row.butir_kuesioner}
    lost = sorted(set(columns) - known - set(KOLOM_KUNCI))
    surplus = sorted(known - set(columns))
    return [f"{name}: tidak ada dalam kamus / not in the dictionary" for name in lost] + [
        f"{name}: tidak ada dalam kontrak / not in the contract" for name in surplus
    ]


def _shape(book: Book, items: Iterable[Item]) -> Iterable[str]:
    for item in items:
        kinds = {row.daftar_jumlah for row in item.variables}
        if {row.blok_pembaruan for row in item.variables} != {item.blok}:
            yield f"{item.butir}: satu butir, dua blok / one item in two blocks"
        if len(kinds) > 1 or (len(item.variables) > 1 and kinds == {""}):
            yield f"{item.butir}: dua variabel tanpa jumlah / two variables and no sum"
        if "" not in kinds:
            yield from _sum(book, item)


def _sum(book: Book, item: Item) -> Iterable[str]:
    """Zero is nobody's flag; every other code is one flag: powers of two, and one that is none."""
    name = item.variables[0].daftar_jumlah
    codes = [code.kode for code in book.codes if code.daftar == name]
    if not all(code.isdecimal() for code in codes):
        yield f"{item.butir}: kode {name} bukan bilangan / not a number"
        return
    meanings = sorted(int(code) for code in codes if int(code))
    if meanings != sorted(int(row.kode_jumlah) for row in item.variables):
        yield f"{item.butir}: tiap kode {name} satu penanda / one flag for every code"
    parts = [value for value in meanings if value & (value - 1) == 0]
    if parts != [2**power for power in range(len(parts))] or len(meanings) - len(parts) > 1:
        yield f"{item.butir}: kode {name} tidak terurai / the sum cannot be decoded"


def _order(book: Book, entitas: str, items: list[Item]) -> Iterable[str]:
    blocks = [item.blok for item in items]
    changes = sum(1 for left, right in itertools.pairwise(blocks) if left != right)
    if changes + 1 != len(set(blocks)):
        yield "blok butir terpecah / the items of a block do not stand together"
    rows = sorted((v for v in book.variables if v.entitas == entitas), key=lambda v: v.urutan)
    order = [row.butir_kuesioner for row in rows if is_item(row)]
    for item in items:
        first = order.index(item.butir)
        if order[first : first + len(item.variables)] != [item.butir] * len(item.variables):
            yield f"{item.butir}: variabelnya terpisah / its variables do not stand together"


def _condition(book: Book, row: Condition) -> Iterable[str]:
    told = f"semesta {row.entitas} {row.butir}"
    known = {v.butir_kuesioner: v for v in book.variables if v.entitas == row.entitas}
    for butir in (row.butir, row.penentu):
        if butir not in known:
            yield f"{told}: butir tidak dikenal / unknown item {butir!r}"
            return
    decider = known[row.penentu]
    if row.operator not in OPERATOR:
        yield f"{told}: operator tidak dikenal / unknown operator {row.operator!r}"
    if row.operator == "antara" and not (row.penentu == UMUR and RENTANG.fullmatch(row.nilai)):
        yield f"{told}: antara hanya bagi umur, seperti 5..30 / only ages have a range"
    if row.operator == "terisi" and row.nilai:
        yield f"{told}: terisi tidak bernilai / takes no value"
    if row.operator == "salah_satu":
        codes = {code.kode for code in book.codes if code.daftar == decider.daftar_kode}
        if decider.daftar_jumlah or not set(row.nilai.split("|")) <= codes:
            yield f"{told}: kode tidak ada dalam daftar {row.penentu} / code not in its list"


def _skip(book: Book, row: Skip) -> Iterable[str]:
    told = f"lompatan {row.entitas} {row.butir}"
    items = sorted(items_of(book, row.entitas), key=lambda item: _place(item.butir))
    names = [item.butir for item in items]
    if row.butir not in names or row.tujuan not in (*names, AKHIR):
        yield f"{told}: butir tidak dikenal / unknown item"
        return
    end = len(names) if row.tujuan == AKHIR else names.index(row.tujuan)
    skipped = set(row.kode.split("|"))
    for item in items[names.index(row.butir) + 1 : end]:
        if not any(
            len(group) == 1
            and group[0].penentu == row.butir
            and not skipped & set(group[0].nilai.split("|"))
            for group in universe_of(book.conditions, row.entitas, item.butir)
        ):
            yield f"{told}: {item.butir} dilewati tetapi semestanya tidak / skipped, yet asked"


def _place(butir: str) -> tuple[int, str]:
    """Order of the printed form: number, letter, then what is written beside it."""
    found = re.match(r"(\d+)(.*)", butir)
    return (int(found[1]), found[2]) if found else (0, butir)
