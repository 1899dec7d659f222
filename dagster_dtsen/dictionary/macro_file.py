"""The dictionary as data for dbt macros: items, variables and codes at compile time."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dagster_dtsen.dictionary.items import BLOK_BUTIR, Item, is_item, items_of, universe_sql
from dagster_dtsen.dictionary.model import Book

HEADER = """\
{#- dtsen kamus render: dibuat dari / rendered from seeds/kamus and seeds/klasifikasi. -#}
"""


def macro_file(book: Book) -> str:
    """Text of ``macros/kamus.sql``: four macros that return lists for loops in models."""
    items = {entitas: items_of(book, entitas) for entitas in BLOK_BUTIR}
    asked = [entry(entitas, _item(book, entitas, row)) for entitas, row in _each(items)]
    variables = [
        entry(entitas, fields) for entitas, row in _each(items) for fields in _variables(row)
    ]
    lists = {
        name
        for _, row in _each(items)
        for variable in row.variables
        for name in (variable.daftar_kode, variable.daftar_jumlah)
        if name
    }
    codes = [
        entry(row.daftar, row.kode)
        for row in sorted(book.codes, key=lambda row: (row.daftar, row.urutan))
        if row.daftar in lists
    ]
    recorded = [
        entry(
            row.entitas,
            {"variabel": row.variabel, "blok": row.blok_pembaruan, "tipe": row.tipe},
        )
        for row in sorted(book.variables, key=lambda row: (row.entitas, row.urutan))
        if row.blok_pembaruan and not is_item(row)
    ]
    return (
        HEADER
        + macro("record_variables", "entity", recorded)
        + macro("questionnaire_items", "entity", asked)
        + macro("item_variables", "entity", variables)
        + macro("codes_of", "code_list", codes)
    )


def _each(items: dict[str, list[Item]]) -> Iterable[tuple[str, Item]]:
    return ((entitas, row) for entitas, rows in items.items() for row in rows)


def _item(book: Book, entitas: str, row: Item) -> dict[str, str | int]:
    return {
        "butir": row.butir,
        "kolom": row.kolom,
        "nama": row.nama,
        "posisi": row.posisi,
        "blok": row.blok,
        "variabel": row.variables[0].variabel,
        "daftar_jumlah": row.variables[0].daftar_jumlah,
        "semesta": universe_sql(book, entitas, row.conditions),
    }


def _variables(row: Item) -> Iterable[dict[str, str | int]]:
    for variable in row.variables:
        yield {
            "variabel": variable.variabel,
            "butir": row.nama,
            "posisi": row.posisi,
            "blok": row.blok,
            "tipe": variable.tipe,
            "daftar": variable.daftar_kode,
            "daftar_jumlah": variable.daftar_jumlah,
            "kode_jumlah": int(variable.kode_jumlah or 0),
        }


def entry(key: str, value: object) -> str:
    return f"        ({json.dumps(key)}, {json.dumps(value, ensure_ascii=False)}),"


def macro(name: str, argument: str, entries: Iterable[str]) -> str:
    """A macro that returns, in order, the values whose key is its argument."""
    body = "\n".join(entries)
    return f"""
{{% macro {name}({argument}) -%}}
    {{%- set rows = [
{body}
    ] -%}}
    {{%- set found = [] -%}}
    {{%- for key, row in rows if key == {argument} -%}}
        {{%- do found.append(row) -%}}
    {{%- endfor -%}}
    {{{{ return(found) }}}}
{{%- endmacro %}}
"""
