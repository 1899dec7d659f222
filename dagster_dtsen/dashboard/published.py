"""The two tables of level 1, read once and judged before anything is told of them.

They are held against the manifest (bytes, rows, level, class) and against what level 1 may hold:
no tier below the province, no column beyond the agreed ones, no figure in a closed cell.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_dtsen import journal
from dagster_dtsen.dashboard import manifest
from dagster_dtsen.dashboard.manifest import Manifest, refuse

LEVEL, CLASS = 1, "terbuka"
SEL, INDIKATOR = "sel_provinsi", "indikator_provinsi"
TIERS = {"nasional": r"ID", "kelompok_provinsi": r"[A-Z_]+", "provinsi": r"[0-9]{2}"}
COLUMNS = {
    SEL: (
        "tingkat_wilayah", "kode_wilayah", "kelompok", "nilai_kelompok", "ukuran", "kategori",
        "satuan", "jumlah", "keadaan", "dasar",
    ),
    INDIKATOR: (
        "rilis", "tingkat_wilayah", "kode_wilayah", "nama_wilayah", "kelompok", "nilai_kelompok",
        "indikator", "pembilang", "penyebut", "nilai", "keadaan", "target", "selisih_target",
        "rilis_lalu", "nilai_lalu", "perubahan",
    ),
}  # fmt: skip
STATES = {SEL: {"terbit", "tertutup"}, INDIKATOR: {"terbit", "terlalu_kecil", "tertutup"}}
# what a cell that is not published may not hold
FIGURES = {SEL: ("jumlah",), INDIKATOR: ("nilai", "selisih_target", "perubahan")}
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One table: the bytes of its Parquet file and its rows in their order."""

    name: str
    content: bytes
    rows: list[Row]


@dataclass(frozen=True)
class Published:
    """A folder of published tables, as far as level 1 goes."""

    manifest: Manifest
    sel: Table
    indikator: Table

    @property
    def name(self) -> str:
        """Release and number of the publication, as in names of files."""
        return f"{self.manifest.rilis}.{self.manifest.nomor}"


def read(folder: Path) -> Published:
    """Manifest and the two tables of level 1 in ``folder``.

    Raises DtsenError E-UNGKAP when a file is missing, is not the one of the manifest, is not of
    level 1 and class ``terbuka``, or holds what level 1 may not.
    """
    found = manifest.read(folder)
    return Published(found, _table(folder, found, SEL), _table(folder, found, INDIKATOR))


def _table(folder: Path, found: Manifest, name: str) -> Table:
    entry = found.tabel.get(name)
    if entry is None:
        raise refuse(f"{name}: tidak ada dalam manifes / not in the manifest")
    if entry.tingkat != LEVEL or entry.kelas_data != CLASS:
        raise refuse(f"{name}: bukan tingkat 1 yang terbuka / not level 1 and open")
    try:
        content = (folder / f"{name}.parquet").read_bytes()
    except OSError as error:
        reason = f"{name}: tidak terbaca / cannot be read ({type(error).__name__})"
        raise refuse(reason) from None
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise refuse(f"{name}: bukan berkas manifes ini / not the file of this manifest")
    rows = _rows(name, content)
    if len(rows) != entry.baris:
        raise refuse(f"{name}: jumlah baris berbeda / another number of rows")
    _judge(name, rows)
    return Table(name, content, rows)


def _rows(name: str, content: bytes) -> list[Row]:
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError):
        raise refuse(f"{name}: bukan Parquet / not Parquet") from None
    if tuple(table.column_names) != COLUMNS[name]:
        raise refuse(f"{name}: kolomnya lain / other columns")
    rows: list[Row] = table.to_pylist()
    return rows


def _judge(name: str, rows: list[Row]) -> None:
    for tier, code in {(row["tingkat_wilayah"], row["kode_wilayah"]) for row in rows}:
        if tier not in TIERS or not re.fullmatch(TIERS[tier], str(code)):
            raise refuse(f"{name}: wilayah di bawah provinsi / a region below the province")
    if not {row["keadaan"] for row in rows} <= STATES[name]:
        raise refuse(f"{name}: keadaan sel / state of a cell")
    for row in rows:
        if row["keadaan"] != "terbit" and any(row[each] is not None for each in FIGURES[name]):
            raise refuse(f"{name}: sel tertutup memuat angka / a closed cell holds a figure")
    texts = {value for row in rows for value in row.values() if isinstance(value, str)}
    if any(journal.holds_number(text) for text in texts):
        raise refuse(f"{name}: deret angka seperti NIK / digits as of a person's number")
