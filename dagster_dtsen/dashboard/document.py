"""What the page tells besides the tables: names, notes, targets, programmes, quality, licence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dagster_dtsen.dashboard.manifest import refuse
from dagster_dtsen.dashboard.published import LEVEL, Published, Table
from dagster_dtsen.dashboard.seeds import Seeds
from dagster_dtsen.dashboard.tiles import tiles
from dagster_dtsen.dashboard.words import ATTACKS, TIERS, UNITS

EVERYBODY = "semua"
NATIONAL = "ID"
Row = dict[str, Any]


def document(published: Published, seeds: Seeds, provinces: Mapping[str, str]) -> Row:
    """Everything that is said on the page but the rows of the tables themselves.

    ``provinces`` is code → name. Raises DtsenError E-UNGKAP when the tables hold an indicator that
    no seed declares.
    """
    return {
        "terbitan": published.name,
        "rilis": published.manifest.rilis,
        "tanggal": published.manifest.tanggal_rilis.isoformat(),
        "indikator": _indicators(published, seeds),
        "kelompok": _groups(published, seeds),
        "wilayah": _regions(published, seeds, provinces),
        "ubin": [tile.model_dump() for tile in tiles()],
        "pokok": _headline(published),
        "mutu": _quality(published),
        "lisensi": seeds.lisensi,
        "tingkat": seeds.tingkat,
    }


def _indicators(published: Published, seeds: Seeds) -> list[Row]:
    held = {row["indikator"] for row in published.indikator.rows}
    known = {row["indikator"] for row in seeds.indikator}
    if strange := sorted(held - known):
        raise refuse(f"indikator tidak dikenal / unknown indicator: {strange[0]}")
    cells = {
        (row["indikator"], row["kode_wilayah"]): row
        for row in published.indikator.rows
        if row["kelompok"] == EVERYBODY
    }
    return [
        {
            "kode": row["indikator"],
            "nama": [row["nama_id"], row["nama_en"]],
            "prioritas": row["prioritas_nasional"],
            "program_prioritas": row["program_prioritas"],
            "satuan_nilai": row["satuan_nilai"],
            "jenis": row["jenis"],
            "satuan": row["satuan"],
            "pendekatan": [row["pendekatan_id"], row["pendekatan_en"]],
            "alasan": [row["alasan_id"], row["alasan_en"]],
            "arah": row["arah"],
            "rujukan": row["rujukan"],
            "variabel": [name for name in row["variabel"].split(";") if name],
            "ada": row["indikator"] in held,
            "wilayah": row["wilayah"],
            "pokok": _main(cells, row),
            "target": _of(seeds.target, row, "tahun", "nilai", "rujukan"),
            "program": _of(seeds.program, row, "lembaga", "program", "rujukan"),
        }
        for row in seeds.indikator
    ]


def _of(rows: list[dict[str, str]], indicator: Row, *columns: str) -> list[Row]:
    code = indicator["indikator"]
    return [{name: row[name] for name in columns} for row in rows if row["indikator"] == code]


def _main(cells: Mapping[tuple[str, str], Row], indicator: Row) -> Row | None:
    """The figure of the part of the country that an indicator is about, else of the nation."""
    code = indicator["indikator"]
    row = cells.get((code, indicator["wilayah"])) or cells.get((code, NATIONAL))
    if row is None:
        return None
    figure = None if row["nilai"] is None else float(row["nilai"])
    return {"nilai": figure, "keadaan": row["keadaan"]}


def _groups(published: Published, seeds: Seeds) -> list[Row]:
    """Subgroups that the tables hold; those without a label in the seeds by their own name."""
    rows = [*published.indikator.rows, *published.sel.rows]
    held = {(row["kelompok"], row["nilai_kelompok"]) for row in rows}
    named = {(row["kelompok"], row["nilai"]): row for row in seeds.kelompok}
    order = [*(key for key in named if key in held), *sorted(held - set(named))]
    return [
        {"kelompok": key[0], "nilai": key[1], "label": _label(named.get(key), key[1])}
        for key in order
        if key[0] != EVERYBODY
    ]


def _label(row: dict[str, str] | None, value: str) -> list[str]:
    if row is not None:
        return [row["label_id"], row["label_en"]]
    return ["tidak diketahui", "unknown"] if value == "tidak_diketahui" else [value, value]


def _regions(published: Published, seeds: Seeds, provinces: Mapping[str, str]) -> list[Row]:
    """Regions that the tables hold: the nation, groups of provinces, provinces by code."""
    groups = {row["kelompok"]: [row["nama_id"], row["nama_en"]] for row in seeds.kelompok_provinsi}
    held = {
        (row["tingkat_wilayah"], row["kode_wilayah"])
        for row in [*published.indikator.rows, *published.sel.rows]
    }
    places = {tier: place for place, tier in enumerate(TIERS)}
    return [
        {"tingkat": tier, "kode": code, "nama": _name(tier, code, groups, provinces)}
        for tier, code in sorted(held, key=lambda each: (places[each[0]], each[1]))
    ]


def _name(
    tier: str, code: str, groups: Mapping[str, list[str]], provinces: Mapping[str, str]
) -> list[str]:
    if tier == "nasional":
        return ["Indonesia", "Indonesia"]
    if tier == "provinsi":
        return [provinces.get(code, code)] * 2
    return groups.get(code, [code, code])


def _headline(published: Published) -> Row:
    """Persons and families of the nation as published; None where closed or not told."""
    found = {
        row["ukuran"]: row["jumlah"]
        for row in published.sel.rows
        if row["kode_wilayah"] == NATIONAL
        and row["kelompok"] == EVERYBODY
        and row["kategori"] == "jumlah"
        and row["ukuran"] in ("penduduk", "desil")
    }
    return {"orang": found.get("penduduk"), "keluarga": found.get("desil")}


def _quality(published: Published) -> Row:
    """How the figures are protected, as the manifest says it."""
    told = published.manifest
    return {
        "kebijakan": {"versi": str(told.kebijakan.versi), "sha256": told.kebijakan.sha256},
        "lapis": [
            {"wilayah": [TIERS.get(tier, [tier, tier]) for tier in layer.wilayah]}
            | {"ambang": _named(layer.sel_kecil, UNITS), "dasar": _named(layer.dasar, UNITS)}
            for layer in told.lapis
            if layer.tingkat == LEVEL
        ],
        "serangan": _named(told.serangan, ATTACKS),
        "umur_hari": told.umur_hari,
        "sebelumnya": told.sebelumnya,
        "tabel": [_file(table) for table in (published.indikator, published.sel)],
        "tertutup": sum(
            row["keadaan"] != "terbit"
            for table in (published.indikator, published.sel)
            for row in table.rows
        ),
    }


def _named(told: Mapping[str, Any], names: Mapping[str, list[str]]) -> list[Row]:
    """Plain numbers under their names; what has no name here goes by its own."""
    return [
        {"nama": names.get(key, [key.replace("_", " ")] * 2), "nilai": told[key]}
        for key in [*(key for key in names if key in told), *sorted(set(told) - set(names))]
        if isinstance(told[key], int | float) and not isinstance(told[key], bool)
    ]


def _file(table: Table) -> Row:
    closed = sum(row["keadaan"] != "terbit" for row in table.rows)
    return {
        "nama": table.name,
        "baris": len(table.rows),
        "tertutup": closed,
        "sha256": hashlib.sha256(table.content).hexdigest(),
    }
