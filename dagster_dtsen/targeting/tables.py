"""The document of programme targeting as CSV files: one row per programme, region, stage, pair."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.targeting.estimates import ESTIMATES

Row = Mapping[str, Any]
_COUNTS = ("keluarga", "individu")
_FIGURES = (*_COUNTS, "anggaran_per_periode", "anggaran_setahun", *ESTIMATES)
COLUMNS = {
    "program": (
        "program", "nama_id", "nama_en", "satuan", "desil", "wilayah", "kuota", "manfaat",
        "periode", *_FIGURES,
    ),
    "tahap": ("program", "keadaan", *_COUNTS),
    "wilayah": ("program", "tingkat", "provinsi", "kode", "nama", *_FIGURES),
    "penerima_kini": ("program", "keadaan", *_COUNTS),
    "bantuan": ("program", "entitas", "variabel", "ya", "tidak", "kosong"),
    "tumpang_tindih": ("program", "program_lain", "keduanya", "hanya_a", "hanya_b"),
}  # fmt: skip


def check_empty(folder: Path) -> None:
    """Raises DtsenError E-FOLDER-TERISI unless the folder is empty or not there yet."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DtsenError("E-FOLDER-TERISI", path=folder.name)


def write(told: Row, folder: Path) -> list[Path]:
    """Write one CSV per entry of ``COLUMNS`` for this account alone; their paths."""
    paths = []
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.csv"
        with private(path) as part, part.open("w", encoding="utf-8", newline="") as handle:
            lines = csv.writer(handle, lineterminator="\n")
            lines.writerow(columns)
            for row in _rows(told, name):
                lines.writerow(["" if row.get(each) is None else row[each] for each in columns])
        paths.append(path)
    return paths


def _rows(told: Row, name: str) -> Iterable[Row]:
    if name == "tumpang_tindih":
        return list(told["tumpang_tindih"])
    if name == "program":
        return [_flat(own) for own in told["program"]]
    part = "rincian" if name == "wilayah" else name
    return [{"program": own["program"], **row} for own in told["program"] for row in own[part]]


def _flat(own: Row) -> Row:
    benefit = own["manfaat"] or {}
    return {
        **own,
        "nama_id": own["nama"]["id"],
        "nama_en": own["nama"]["en"],
        "desil": " ".join(map(str, own["desil"] or ())),
        "wilayah": " ".join(own["wilayah"]),
        "manfaat": benefit.get("jumlah"),
        "periode": benefit.get("periode"),
    }
