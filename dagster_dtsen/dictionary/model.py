"""What a dictionary row and a code-list row are, and where their seeds lie."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from dagster_dtsen.errors import DtsenError

KAMUS = Path("dbt_project", "seeds", "kamus", "kamus.csv")
SEMESTA = Path("dbt_project", "seeds", "kamus", "semesta.csv")
LOMPATAN = Path("dbt_project", "seeds", "kamus", "lompatan.csv")
DAFTAR_KODE = Path("dbt_project", "seeds", "klasifikasi", "daftar_kode.csv")
CONTRACTS = Path("dagster_dtsen", "defs", "providers")


@dataclass(frozen=True)
class Variable:
    """One row of the dictionary; the key is ``(entitas, variabel)``.

    ``tingkat_akses_terendah`` is the lowest access level (1-4) that may see row values. A
    variable with ``kode_jumlah`` is one meaning of an item that is answered by a sum of codes:
    ``daftar_jumlah`` is the list of the summands. Empty text means "none".
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
    daftar_jumlah: str
    kode_jumlah: str
    butir_kuesioner: str
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


@dataclass(frozen=True)
class Condition:
    """Part of an item's universe: the answer to item ``penentu`` that makes ``butir`` be asked.

    Conditions of one ``kelompok`` are alternatives; all groups of an item must hold. Operators:
    ``salah_satu`` (``nilai``: codes parted by |), ``antara`` (``5..`` or ``10..54``), ``terisi``.
    """

    entitas: str
    butir: str
    kelompok: str
    penentu: str
    operator: str
    nilai: str
    catatan: str


@dataclass(frozen=True)
class Skip:
    """A printed skip: with these codes of ``butir`` the interview goes on at item ``tujuan``."""

    entitas: str
    butir: str
    kode: str
    tujuan: str
    catatan: str


@dataclass(frozen=True)
class Book:
    """The whole dictionary: variables, code lists, universes and skips, in file order.

    ``agreed_blocks`` (entity, block) and ``agreed_lists`` are what the provider contracts name.
    """

    variables: tuple[Variable, ...]
    codes: tuple[Code, ...]
    conditions: tuple[Condition, ...]
    skips: tuple[Skip, ...]
    agreed_blocks: frozenset[tuple[str, str]]
    agreed_lists: frozenset[str]


def load_book(project_dir: Path) -> Book:
    """All seeds of the dictionary; raises like :func:`load`."""
    return Book(
        tuple(load(project_dir / KAMUS)),
        tuple(load_codes(project_dir / DAFTAR_KODE)),
        tuple(
            Condition(**row)
            for row in read_rows(project_dir / SEMESTA, [field.name for field in fields(Condition)])
        ),
        tuple(
            Skip(**row)
            for row in read_rows(project_dir / LOMPATAN, [field.name for field in fields(Skip)])
        ),
        *_agreed(project_dir / CONTRACTS),
    )


def _agreed(folder: Path) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Blocks that providers may update, and code lists their columns are written in."""
    blocks: set[tuple[str, str]] = set()
    lists: set[str] = set()
    for path in folder.glob("*/defs.yaml"):
        contract = yaml.safe_load(path.read_text(encoding="utf-8"))["attributes"]
        for name in contract.get("memperbarui", []):
            entitas, _, blok = name.partition(".")
            blocks.add((entitas, blok))
        for dataset in contract["dataset"]:
            lists |= set(dataset.get("daftar_kode", {}).values())
    return frozenset(blocks), frozenset(lists)


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
        for row in read_rows(path, [field.name for field in fields(Variable)])
    ]


def load_codes(path: Path) -> list[Code]:
    """Read the code-list seed in file order; raises like :func:`load`."""
    return [
        Code(**{**row, "urutan": _whole(path, row, "urutan")})  # type: ignore[arg-type]
        for row in read_rows(path, [field.name for field in fields(Code)])
    ]


def read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a seed with exactly these columns; raises like :func:`load`."""
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
