"""SQL fragments of the bare script that follow the dictionary and the welfare model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen.dictionary import Book, Variable, load_book
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.ranking import design
from dagster_dtsen.settings import PROJECT_DIR


def item_fragments() -> dict[str, str]:
    """Questionnaire items of persons and families as the dictionary describes them."""
    book = load_book(PROJECT_DIR)
    answers = {
        entitas: {
            variable.variabel: _answer(book, variable, item.kolom)
            for item in items_of(book, entitas)
            for variable in item.variables
        }
        for entitas in ("individu", "keluarga")
    }
    columns = {
        entitas: ",\n    ".join(f"{sql} as {name}" for name, sql in found.items())
        for entitas, found in answers.items()
    }
    return {
        "items_of_persons": columns["individu"],
        "items_of_families": columns["keluarga"],
        "names_of_person_items": ", ".join(answers["individu"]),
        "first_family_items": ",\n    ".join(
            f"arg_min({name}, a) as {name}" for name in answers["keluarga"]
        ),
    }


def _answer(book: Book, variable: Variable, column: str) -> str:
    """One answer as its standard value; what it must not be becomes null."""
    if variable.kode_jumlah:
        codes = [int(x) for x in _codes(book, variable.daftar_jumlah) if int(x) > 0]
        parts = [code for code in codes if code & (code - 1) == 0]
        unknown = [code for code in codes if code not in parts]
        return f"arti({column}, {variable.kode_jumlah}, {sum(parts)}, {(unknown or [-1])[0]})"
    if variable.daftar_kode:
        listed = ", ".join(f"'{code}'" for code in _codes(book, variable.daftar_kode))
        return f"case when {column} in ({listed}) then {column} end"
    if variable.tipe == "integer":
        return f"bulat({column})"
    if variable.tipe == "date":
        return f"try_strptime({column}, '%d/%m/%Y')::date"
    return column


def _codes(book: Book, code_list: str) -> list[str]:
    return [row.kode for row in book.codes if row.daftar == code_list]


def model_fragments(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The model's items, skips and age limits as SQL fragments."""

    plan = yaml.safe_load((Path(design.__file__).parent / "pmt.yml").read_text())
    codes = [item["nama"] for item in plan["kategori"]] + [plan["wilayah"]]
    numbers = [item["nama"] for item in plan["numerik"]]
    skips: dict[str, list[str]] = {"k": [], "s": []}
    for item in plan["kategori"]:
        if "lewati" in item:
            skip, side = item["lewati"], "s" if item["nama"].endswith("_kepala") else "k"
            listed = ", ".join(f"'{code}'" for code in skip["kode"])
            skips[side].append(
                f"case when {side}.{skip['penentu']} in ({listed}) then '{skip['pengganti']}' "
                f"else {side}.{item['nama']} end as {item['nama']}"
            )
    ages = {
        name.removeprefix("jumlah_"): f"{low} and {high}"
        for name, (low, high) in plan["umur"].items()
    }
    model_items = [row["variabel"] for row in rows if row["peran"] == "butir"]
    return ages | {
        "skips_of_family": ",\n    ".join(skips["k"]),
        "skips_of_head": ",\n    ".join(skips["s"]),
        "codes": ", ".join(codes),
        "numbers": ", ".join(numbers),
        "decimals": ", ".join(f"{name}::decimal(18, 6) as {name}" for name in numbers),
        "items_of_model": ", ".join(f"'{name}'" for name in model_items),
    }
