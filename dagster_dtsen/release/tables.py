"""The tables of a release: all of them, and what the next release's linkage continues from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_dtsen.release.result_tables import RESULT_TABLES
from dagster_dtsen.release.snapshot_tables import SNAPSHOT_TABLES
from dagster_dtsen.release.table import PROVINCE, RESULT, SNAPSHOT, ReleaseTable

__all__ = [
    "LINKAGE",
    "PROVINCE",
    "RESULT",
    "SNAPSHOT",
    "TABLES",
    "ReleaseTable",
    "key_of",
    "tables_of",
]

# What the next release's linkage continues from: table of the linkage -> sealed table.
LINKAGE = {
    "peta_individu": "peta_individu",
    "peta_keluarga": "peta_keluarga",
    "ambang": "tautan_ambang",
    "sidik_rekaman": "tautan_rekaman",
    "pasangan": "tautan_pasangan",
    "larangan": "tautan_larangan",
    "nik_pinjaman": "tautan_nik_pinjaman",
    "clusters": "tautan_klaster",
    "peta_pendukung": "tautan_pendukung",
    "keputusan_berlaku": "tautan_keputusan",
    "keputusan_kelompok": "tautan_keputusan_kelompok",
    "kunci_keluarga": "tautan_keluarga",
    "relasi_keluarga": "relasi_keluarga",
    "sidik_keluarga": "tautan_sidik_keluarga",
    "keadaan_keluarga": "tautan_keadaan_keluarga",
}

TABLES = (*SNAPSHOT_TABLES, *RESULT_TABLES)


def key_of(sealed: Mapping[str, Any], layer: str, name: str) -> list[str]:
    """Key of a sealed table by its record in the manifest.

    Releases sealed before the key stood there have that of today; empty where nobody knows it.
    """
    today = {(table.layer, table.name): table.key for table in TABLES}
    return list(sealed.get("kunci") or today.get((layer, name), ()))


def tables_of(layer: str) -> list[ReleaseTable]:
    """Tables of one layer, in a fixed order."""
    return [table for table in TABLES if table.layer == layer]
