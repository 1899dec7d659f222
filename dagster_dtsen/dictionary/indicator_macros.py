"""The indicators as data for dbt macros: columns to count, categories, and cells they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dagster_dtsen.dictionary.indicators import (
    BAGIAN,
    JUMLAH,
    MEMBER_PREFIX,
    MEMBERS,
    RATA_RATA,
    TIDAK_DAPAT,
    Catalogue,
    Language,
)
from dagster_dtsen.dictionary.macro_file import entry, macro

HEADER = """\
{#- dtsen kamus render: dibuat dari / rendered from seeds/indikator and seeds/kamus. -#}
"""
DECILES = range(1, 11)
BAND, LAST_BAND = 5, 75
SEXES = {"L": "1", "P": "2"}


@dataclass
class Columns:
    """Columns of the models: each condition of an entity stands once, whoever asks for it."""

    counted: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    values: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    cells: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def count(self, satuan: str, name: str, condition: str, everybody_only: bool = False) -> str:
        """Name of the column that counts units with this condition."""
        row = self.counted.setdefault(
            (satuan, condition), {"kolom": name, "syarat": condition, "semua": everybody_only}
        )
        row["semua"] = row["semua"] and everybody_only
        return str(row["kolom"])


def indicator_macros(catalogue: Catalogue) -> str:
    """Text of ``macros/indikator.sql``: macros that return lists for loops in models."""
    languages = {name: Language(catalogue, name) for name in ("individu", "keluarga")}
    columns = Columns()
    _structure(columns)
    for row in catalogue.indicators:
        if row.jenis != TIDAK_DAPAT:
            _indicator(columns, row, languages[row.satuan])
    counted = [entry(satuan, row) for (satuan, _), row in columns.counted.items()]
    values = [entry(satuan, row) for satuan, row in columns.values]
    cells = [entry(satuan, row) for satuan, row in columns.cells]
    persons = languages["individu"]
    members = [
        entry(
            "keluarga", {"kolom": MEMBER_PREFIX + row.istilah, "syarat": persons.sql(row.ungkapan)}
        )
        for row in catalogue.terms
        if row.entitas == MEMBERS
    ]
    return (
        HEADER
        + macro("counted_columns", "entity", counted)
        + macro("value_columns", "entity", values)
        + macro("member_columns", "entity", members)
        + macro("indicator_groups", "entity", _groups(catalogue, languages))
        + macro("indicator_cells", "entity", cells)
    )


def _cell(
    columns: Columns, satuan: str, ukuran: str, kategori: str, kolom: str, whole: str, **more: Any
) -> None:
    """One cell; ``whole`` is the column that must count somebody for the cell to be there."""
    row = {"ukuran": ukuran, "kategori": kategori, "kolom": kolom, "penyebut": whole}
    columns.cells.append((satuan, row | {"wilayah": "semua", "semua": False, "nilai": ""} | more))


def _indicator(columns: Columns, row: Any, language: Language) -> None:
    name, satuan = row.indikator, row.satuan
    more: dict[str, Any] = {"wilayah": row.wilayah}
    if row.jenis == JUMLAH:
        kolom = columns.count(satuan, f"u_{name}__jumlah", language.sql(row.syarat_pembilang))
        whole = columns.count(satuan, "", "true")
        _cell(columns, satuan, name, "jumlah", kolom, whole, **more)
        return
    asked = language.sql(row.syarat_penyebut)
    whole = columns.count(satuan, f"u_{name}__penyebut", asked)
    if row.jenis == BAGIAN:
        part = f"({asked}) and ({language.sql(row.syarat_pembilang)})"
        kolom = columns.count(satuan, f"u_{name}__pembilang", part)
        _cell(columns, satuan, name, "pembilang", kolom, whole, **more)
    _cell(columns, satuan, name, "penyebut", whole, whole, **more)
    if row.jenis == RATA_RATA:
        value = {"kolom": name, "syarat": asked, "nilai": language.sql(row.nilai)}
        columns.values.append((satuan, value))
        _cell(columns, satuan, name, "total", whole, whole, **(more | {"nilai": name}))


def _structure(columns: Columns) -> None:
    """Families and persons by decile, and persons by sex and five-year age band."""
    for satuan, ukuran in (("individu", "penduduk"), ("keluarga", "desil")):
        # whoever is there, in every subgroup: counts are told against them
        columns.count(satuan, f"u_{ukuran}__jumlah", "true")
    for satuan, ukuran in (("keluarga", "desil"), ("individu", "desil_individu")):
        parts = {str(n): f"desil_nasional = {n}" for n in DECILES}
        _parts(columns, satuan, ukuran, parts | {"tanpa": "desil_nasional is null"})
    bands = {}
    for letter, code in SEXES.items():
        for low in range(0, LAST_BAND, BAND):
            age = f"usia between {low} and {low + BAND - 1}"
            key = f"{letter}_{low:02}_{low + BAND - 1:02}"
            bands[key] = f"jenis_kelamin = '{code}' and {age}"
        bands[f"{letter}_{LAST_BAND}_"] = f"jenis_kelamin = '{code}' and usia >= {LAST_BAND}"
    known = " or ".join(f"jenis_kelamin = '{code}'" for code in SEXES.values())
    bands["tidak_diketahui"] = f"not coalesce(({known}) and usia >= 0, false)"
    _parts(columns, "individu", "penduduk", bands)


def _parts(columns: Columns, satuan: str, ukuran: str, parts: dict[str, str]) -> None:
    whole = columns.count(satuan, "", "true")
    for key, condition in parts.items():
        kolom = columns.count(satuan, f"u_{ukuran}__{key.lower()}", condition, True)
        _cell(columns, satuan, ukuran, key, kolom, whole, semua=True)
    _cell(columns, satuan, ukuran, "jumlah", whole, whole, semua=True)


def _groups(catalogue: Catalogue, languages: dict[str, Language]) -> Iterable[str]:
    groups: dict[str, dict[str, Any]] = {}
    satuan = {}
    for row in catalogue.categories:
        if row.kelompok == "semua":
            continue
        new = {"kelompok": row.kelompok, "tingkat": row.tingkat_terendah, "cabang": [], "sisa": ""}
        group = groups.setdefault(row.kelompok, new)
        satuan[row.kelompok] = row.satuan
        if row.syarat:
            condition = languages[row.satuan].sql(row.syarat)
            group["cabang"].append({"nilai": row.nilai, "syarat": condition})
        else:
            group["sisa"] = row.nilai
    return [entry(satuan[name], group) for name, group in groups.items()]
