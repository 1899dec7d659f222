"""The rows behind a difference as files: ids with reasons, counts by region; for this account."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.release.as_of import copy

# Whom the newer release holds restricted, every older id that had records of theirs, and families
# of any of these that are not in the newer register.
_HIDDEN = """
create or replace temp table disembunyikan as
with dibatasi as (
    select id_individu as id from kini_dikeluarkan where alasan = 'dibatasi'
),

orang as (
    from dibatasi
    union
    select id_lama from jejak_individu where id in (from dibatasi)
),

keluarga as (
    select id_individu, id_keluarga from lama_individu
    union all
    select id_individu, id_keluarga from lama_peta_keluarga
    union all
    select id_individu, id_keluarga from kini_peta_keluarga
)

from orang
union
select id_keluarga from keluarga
where id_individu in (from orang) and id_keluarga not in (select id_keluarga from kini_keluarga)
"""


def _shown(column: str, *others: str) -> str:
    """An id column; empty where it, or what stands in ``others``, is to be told of nobody."""
    hidden = " or ".join(f"{name} in (from disembunyikan)" for name in (column, *others))
    return f"case when {hidden} then null else {column} end as {column}"


def _of(entity: str, way: str) -> str:
    own, other = f"id_{entity}", f"id_{entity}_lain"
    columns = [_shown(own)]
    if way in ("masuk", "keluar"):
        columns += ["sebab", "rincian"]
    else:
        columns += [_shown(other, own), "terdaftar"]
    return f"select {', '.join(columns)}, wilayah from {entity}_{way}"


LISTS = {
    **{
        f"{entity}_{way}": _of(entity, way)
        for entity in ("individu", "keluarga")
        for way in ("masuk", "keluar", "gabung", "pisah")
    },
    "pindah_keluarga": f"select {_shown('id_individu')}, {_shown('id_keluarga_lama')}, "
    f"{_shown('id_keluarga')}, sebab, rincian, wilayah from pindah_keluarga",
    "nilai_berubah": f"select objek, {_shown('id')}, variabel, penyedia, id_aturan, jenis, wilayah "
    "from nilai_berubah",
    "verdik_berubah": f"select perihal, {_shown('id')}, dari, ke, wilayah from verdik_berubah",
    "desil_berubah": f"select {_shown('id_keluarga')}, dari, ke, wilayah "
    "from (select id as id_keluarga, * from desil) where dari is distinct from ke",
    "rincian_wilayah": "select bagian, objek, a, b, c, d, wilayah, jumlah from rincian",
}


def write(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write the lists and ``rincian_wilayah`` as CSV, readable by this account alone; their paths.

    Ids and codes only; no id of whom the newer release holds restricted. Raises DtsenError
    E-BERKAS-ADA.
    """
    paths = {name: folder / f"{name}.csv" for name in LISTS}
    for path in paths.values():
        if path.exists():
            raise DtsenError("E-BERKAS-ADA", path=path)
    con.execute(_HIDDEN)
    for name, path in paths.items():
        with private(path) as part:
            copy(con, f"select * from ({LISTS[name]}) order by all", part, path)
    return list(paths.values())
