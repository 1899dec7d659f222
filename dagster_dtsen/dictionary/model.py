"""What a dictionary row and a code-list row are, and where their seeds lie."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from dagster_dtsen.errors import DtsenError

KAMUS = Path("dbt_project", "seeds", "kamus", "kamus.csv")
DAFTAR_KODE = Path("dbt_project", "seeds", "klasifikasi", "daftar_kode.csv")


@dataclass(frozen=True)
class Variable:
    """One row of the dictionary; the key is ``(entitas, variabel)``.

    ``tingkat_akses_terendah`` is the lowest access level (1-4) that may see row values,
    ``semesta`` who is asked, in questionnaire item numbers. Empty text means "none".
    """

    variabel: str
    alias_kementerian: str
    label_id: str
    label_en: str
    konsep: str
    definisi_id: str
    definisi_en: str
    entitas: str
    tipe: str
    satuan: str
    daftar_kode: str
    butir_kuesioner: str
    semesta: str
    kelas_pii: str
    tingkat_akses_terendah: int
    kelas_data: str
    blok_pembaruan: str
    urutan: int
    rujukan: str

    @property
    def doc_name(self) -> str:
        """Name of the dbt docs block of this variable."""
        return f"kamus_{self.entitas}_{self.variabel}"


@dataclass(frozen=True)
class Code:
    """One row of a code list; the key is ``(daftar, kode)``. A lost label is empty."""

    daftar: str
    kode: str
    label_id: str
    label_en: str
    urutan: int
    sumber: str
    catatan: str


def load(path: Path) -> list[Variable]:
    """Read the dictionary seed in file order.

    Raises ``DtsenError`` E-KAMUS when a column is missing or surplus, a row is ragged, or a
    whole number is none. Everything else is left to :func:`~.checks.check`.
    """
    return [
        Variable(
            **{
                **row,
                "tingkat_akses_terendah": _whole(path, row, "tingkat_akses_terendah"),
                "urutan": _whole(path, row, "urutan"),
            }  # type: ignore[arg-type]
        )
        for row in _rows(path, [field.name for field in fields(Variable)])
    ]


def load_codes(path: Path) -> list[Code]:
    """Read the code-list seed in file order; raises like :func:`load`."""
    return [
        Code(**{**row, "urutan": _whole(path, row, "urutan")})  # type: ignore[arg-type]
        for row in _rows(path, [field.name for field in fields(Code)])
    ]


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            header, *body = list(csv.reader(handle)) or [[]]
    except OSError as error:
        raise DtsenError("E-KAMUS", problems=f"{path.name}: {error.strerror}") from error
    if header != list(columns):
        raise DtsenError("E-KAMUS", problems=f"{path.name}: kolom/columns {header}")
    ragged = [number for number, row in enumerate(body, 2) if len(row) != len(columns)]
    if ragged:
        raise DtsenError("E-KAMUS", problems=f"{path.name}: baris/row {ragged}")
    return [dict(zip(columns, row, strict=True)) for row in body]


def _whole(path: Path, row: dict[str, str], column: str) -> int:
    try:
        return int(row[column])
    except ValueError as error:
        where = "/".join(list(row.values())[:2])
        problem = f"{path.name} {where}: {column} = {row[column]!r}"
        raise DtsenError("E-KAMUS", problems=problem) from error
