"""Damage to what the provider means: cells, rows and header, before a format is chosen."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.reception.mutations.people import Table

Change = Callable[[random.Random, Table], Table]


def cell(rng: random.Random, table: Table, place: int, change: Callable[[Any], Any]) -> Table:
    """One cell of one row changed."""
    row = rng.choice(table.rows)
    row[place] = change(row[place])
    return table


def column(rng: random.Random, table: Table, place: int, change: Callable[[Any], Any]) -> Table:
    """Every cell of one column changed."""
    for row in table.rows:
        row[place] = change(row[place])
    return table


def header(rng: random.Random, table: Table, change: Callable[[list[Any]], list[Any]]) -> Table:
    """Another header over the same rows."""
    table.header = change(list(table.header))
    return table


NIK_VALUES: dict[str, Callable[[Any], Any]] = {
    "scientific": lambda nik: f"{int(nik):.5E}",
    "scientific with comma": lambda nik: f"{int(nik):.5E}".replace(".", ","),
    "lost zeros": lambda nik: nik.lstrip("0"),
    "trailing .0": lambda nik: f"{nik}.0",
    "thousands": lambda nik: f"{int(nik):,}",
    "thousands, dots": lambda nik: f"{int(nik):,}".replace(",", "."),
    "apostrophe": lambda nik: f"'{nik}",
    "formula text": lambda nik: f'="{nik}"',
    "spaces around": lambda nik: f"  {nik} ",
    "space inside": lambda nik: f"{nik[:6]} {nik[6:]}",
    "no-break space": lambda nik: f"{nik}\u00a0",
    "zero width": lambda nik: f"{nik[:4]}\u200b{nik[4:]}",
    "byte order mark": lambda nik: f"\ufeff{nik}",
    "full-width digits": lambda nik: "".join(chr(ord(d) + 0xFEE0) for d in nik),
    "Arabic digits": lambda nik: "".join(chr(ord(d) + 0x630) for d in nik),
    "empty": lambda nik: "",
    "null": lambda nik: None,
    "word null": lambda nik: "NULL",
    "NaN": lambda nik: "NaN",
    "N/A": lambda nik: "#N/A",
    "backslash N": lambda nik: "\\N",
    "dashes": lambda nik: "-",
    "cut": lambda nik: nik[:15],
    "too long": lambda nik: nik + "0",
    "letters": lambda nik: nik.replace("1", "l"),
    "number": int,
    "float": float,
    "negative": lambda nik: -int(nik),
    "number beyond 64 bits": lambda nik: int(nik) * 10**6,
    "true": lambda nik: True,
    "hexadecimal": lambda nik: hex(int(nik)),
}
TEXT_VALUES: dict[str, Any] = {
    "formula": "=1+1",
    "formula plus": "+62811",
    "formula at": "@SUM(A1)",
    "formula dde": "=cmd|' /C calc'!A0",
    "formula tab": "\t=1",
    "hyperlink": '=HYPERLINK("http://x.example","y")',
    "bidi override": "A\u202eB\u202c",
    "bidi isolate": "\u2067A\u2069",
    "zero-width joiner": "A\u200dB",
    "soft hyphen": "A\u00adB",
    "combining": "e\u0301" * 3,
    "many combining": "Z" + "\u0301" * 2000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "line separator": "A\u2028B",
    "paragraph separator": "A\u2029B",
    "next line": "A\u0085B",
    "line feed": "A\nB",
    "carriage return": "A\rB",
    "CRLF": "A\r\nB",
    "two line feeds": "A\n\nB",
    "many line feeds": "\n" * 50,
    "tab": "A\tB",
    "vertical tab": "A\vB",
    "form feed": "A\fB",
    "escape": "A\x1bB",
    "substitute": "A\x1aB",
    "delete": "A\x7fB",
    "nul": "A\0B",
    "quote": 'A"B',
    "quote first": '"A',
    "quotes alone": '""',
    "comma": "A,B",
    "semicolon": "A;B",
    "pipe": "A|B",
    "backslash": "A\\",
    "backslash quote": 'A\\"B',
    "backslash u": "A\\u0041",
    "braces": '{"nik": "1"}',
    "markup": "<b>&amp;</b>]]>",
    "excel escape": "_x000D_A_x0000_",
    "sql": "'; drop table raw.uji__orang; --",
    "format": "{0}%s%n$HOME`id`",
    "path": "../../etc/passwd",
    "hash": "#A",
    "spaces": "   ",
    "thousand letters": "A" * 1_000,
    "cell limit": "A" * 32_768,
    "huge": "A" * 1_000_001,
    "private use": "\ue000\uf8ff",
    "beyond the basic plane": "\U0002070e",
    "true": True,
    "number": 7,
    "date as number": 46_023,
    "fraction": 0.1,
    "list": ["A"],
    "object": {"A": "B"},
}
HEADERS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "upper case": lambda names: [name.upper() for name in names],
    "one upper case": lambda names: [names[0].upper(), *names[1:]],
    "spaces": lambda names: [f" {name} " for name in names],
    "renamed": lambda names: ["no_induk", *names[1:]],
    "misspelt": lambda names: [f"{names[0]}k", *names[1:]],
    "missing last": lambda names: names[:-1],
    "missing first": lambda names: names[1:],
    "surplus": lambda names: [*names, "lain"],
    "surplus empty": lambda names: [*names, ""],
    "doubled": lambda names: [*names, names[0]],
    "doubled in other case": lambda names: [*names, names[0].upper()],
    "empty name": lambda names: ["", *names[1:]],
    "all empty": lambda names: [""] * len(names),
    "reversed": lambda names: names[::-1],
    "byte order mark": lambda names: [f"\ufeff{names[0]}", *names[1:]],
    "zero width": lambda names: [f"{names[0]}\u200b", *names[1:]],
    "homoglyph": lambda names: [names[0].replace("i", "\u0456"), *names[1:]],
    "quoted": lambda names: [f'"{name}"' for name in names],
    "line feed": lambda names: [f"{names[0]}\n", *names[1:]],
    "nul": lambda names: [f"{names[0]}\0", *names[1:]],
    "number": lambda names: [1, *names[1:]],
    "formula": lambda names: ["=1+1", *names[1:]],
    "path": lambda names: ["$.nik", *names[1:]],
    "technical": lambda names: ["_row_number", *names[1:]],
    "very long": lambda names: ["n" * 70_000, *names[1:]],
    "very many": lambda names: names + [f"k{i}" for i in range(20_000)],
    "none": lambda names: [],
}


def swap(rng: random.Random, table: Table) -> Table:
    """Columns in another order, cells with them."""
    order = rng.sample(range(3), 3)
    return Table([table.header[i] for i in order], [[row[i] for i in order] for row in table.rows])


def shifted(rng: random.Random, table: Table) -> Table:
    """From some row on cells stand one column too far."""
    for row in table.rows[rng.randrange(len(table.rows)) :]:
        row.insert(0, "")
    return table


def _set(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


ROWS: dict[str, Change] = {
    "nothing": lambda rng, table: table,
    "columns in other order": swap,
    "cells shifted": shifted,
    "no rows": lambda rng, table: Table(table.header, []),
    "one row": lambda rng, table: Table(table.header, table.rows[:1]),
    "rows twice": lambda rng, table: Table(table.header, table.rows * 2),
    "header again": lambda rng, table: Table(table.header, [*table.rows, list(table.header)]),
    "header twice": lambda rng, table: Table(table.header, [list(table.header), *table.rows]),
    "no header": lambda rng, table: Table(table.rows[0], table.rows[1:]),
    "totals": lambda rng, table: Table(table.header, [*table.rows, ["JUMLAH", "12", ""]]),
    "title first": lambda rng, table: Table(["DAFTAR"], [list(table.header), *table.rows]),
    "short row": lambda rng, table: Table(table.header, [*table.rows, ["1"]]),
    "long row": lambda rng, table: Table(table.header, [*table.rows, ["1", "2", "3", "4"]]),
    "empty row": lambda rng, table: Table(table.header, [*table.rows, [], *table.rows[:1]]),
    "many rows": lambda rng, table: Table(table.header, table.rows * 200),
    "broken and quoted": lambda rng, table: Table(
        table.header,
        [["1", "A\nB", "C"], ["2", "D"], ["3", "E\n\nF", "G"], ["4"], *table.rows],
    ),
}

KINDS: dict[str, Change] = {
    **ROWS,
    **{f"nik {name}": partial(cell, place=0, change=f) for name, f in NIK_VALUES.items()},
    **{f"all nik {name}": partial(column, place=0, change=f) for name, f in NIK_VALUES.items()},
    **{f"value {name}": partial(cell, place=1, change=_set(v)) for name, v in TEXT_VALUES.items()},
    **{f"last {name}": partial(cell, place=2, change=_set(v)) for name, v in TEXT_VALUES.items()},
    **{f"header {name}": partial(header, change=f) for name, f in HEADERS.items()},
}
