"""The rows behind a difference as files: ids with reasons, counts by region; for this account."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.release.as_of import copy

_RESTRICTED = "(select id_individu from kini_dikeluarkan where alasan = 'dibatasi')"


def _shown(column: str) -> str:
    """Of whom the newer release holds restricted, and of a family gone with them, no id is told."""
    gone = _RESTRICTED
    if column.startswith("id_keluarga"):
        gone = (
            f"(select id_keluarga from lama_individu where id_individu in {_RESTRICTED} "
            "and id_keluarga not in (select id_keluarga from kini_keluarga))"
        )
    return f"case when {column} in {gone} then null else {column} end as {column}"


def _of(entity: str, way: str) -> str:
    columns = [_shown(f"id_{entity}")]
    if way in ("masuk", "keluar"):
        columns += ["sebab", "rincian"]
    else:
        columns += [_shown(f"id_{entity}_lain"), "terdaftar"]
    return f"select {', '.join(columns)}, wilayah from {entity}_{way}"


LISTS = {
    **{
        f"{entity}_{way}": _of(entity, way)
        for entity in ("individu", "keluarga")
        for way in ("masuk", "keluar", "gabung", "pisah")
    },
    "pindah_keluarga": "select id_individu, id_keluarga_lama, id_keluarga, sebab, rincian, wilayah "
    "from pindah_keluarga",
    "nilai_berubah": "select objek, id, variabel, penyedia, id_aturan, jenis, wilayah "
    "from nilai_berubah",
    "verdik_berubah": f"select perihal, {_shown('id')}, dari, ke, wilayah from verdik_berubah",
    "desil_berubah": "select id as id_keluarga, dari, ke, wilayah from desil "
    "where dari is distinct from ke",
    "rincian_wilayah": "select bagian, objek, a, b, c, d, wilayah, jumlah from rincian",
}


def write(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write the lists and ``rincian_wilayah`` as CSV, readable by this account alone; their paths.

    Ids and codes only. Raises DtsenError E-BERKAS-ADA.
    """
    paths = {name: folder / f"{name}.csv" for name in LISTS}
    for path in paths.values():
        if path.exists():
            raise DtsenError("E-BERKAS-ADA", path=path)
    for name, path in paths.items():
        with private(path) as part:
            copy(con, f"select * from ({LISTS[name]}) order by all", part, path)
    return list(paths.values())
