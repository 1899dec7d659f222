"""Two stored releases side by side: the same relations for both, empty where one lacks a table."""

from __future__ import annotations

import duckdb

from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

OLD, NEW = "lama", "kini"
REGION = "kode_kabupaten_kota_kemendagri"
# what is read of each table; a table of `individu`, `asal_…` or `rekaman` is shown whole
NEEDED = {
    "individu": (SNAPSHOT, ("id_individu", "id_keluarga", REGION)),
    "keluarga": (SNAPSHOT, ("id_keluarga", "id_individu_kepala", REGION)),
    "peta_individu": (SNAPSHOT, ("record_key", "id_individu", "aktif boolean")),
    "peta_keluarga": (SNAPSHOT, ("id_individu", "id_keluarga", "aktif boolean")),
    "dikeluarkan": (SNAPSHOT, ("id_individu", "alasan")),
    "verdik_individu": (SNAPSHOT, ("id_individu", "verdik_nik", "verdik_no_kk")),
    "rekaman": (SNAPSHOT, ("record_key", "id_individu", "penyedia", "_delivery")),
    "asal_individu": (SNAPSHOT, ("id_individu",)),
    "asal_keluarga": (SNAPSHOT, ("id_keluarga", "record_key", "penyedia", "butir_terpakai")),
    "aturan_pembaruan": (SNAPSHOT, ("id_aturan smallint", "entitas", "blok", "penyedia")),
    "koreksi": (SNAPSHOT, ("objek", "id", "variabel", "status", "id_aturan smallint")),
    "perubahan_individu": (
        SNAPSHOT,
        ("id_individu", "variabel", "perubahan", "id_aturan smallint", "ditahan boolean"),
    ),
    "peristiwa_hidup": (SNAPSHOT, ("id_individu", "peristiwa")),
    "peristiwa_relasi": (SNAPSHOT, ("peristiwa", "id_keluarga", "id_individu", "sebab")),
    # in which block of the policy that release had a variable
    "rpt_rencana_variabel": (RESULT, ("entitas", "variabel", "blok")),
    "fct_peringkat_kesejahteraan": (
        RESULT,
        ("id_keluarga", "desil_nasional smallint", "status_peringkat"),
    ),
}
Columns = dict[str, dict[str, str]]


def show(
    con: duckdb.DuckDBPyConnection, settings: Settings, stored: StoredRelease, side: str
) -> Columns:
    """Temporary views ``<side>_<table>``; the columns and types that each table of the release has.

    A table or needed column that the release lacks is there and empty. ``<side>_kiriman`` has the
    deliveries that the release could use.
    """
    held: Columns = {}
    for name, (layer, needed) in NEEDED.items():
        seal = stored.manifest["lapisan"].get(layer, {}).get(name)
        held[name] = dict(seal["kolom"]) if seal else {}
        missing = [column for column in needed if column.split()[0] not in held[name]]
        chosen = ["*"] if seal else []
        for column in missing:
            bare, _, kind = column.partition(" ")
            chosen.append(f"null::{kind or 'varchar'} as {bare}")
        source = f"from {stored.table(settings, layer, name)}" if seal else "where false"
        con.execute(
            f"create or replace temp view {side}_{name} as select {', '.join(chosen)} {source}"
        )
    # written out: the engine loads pandas before it takes a list, or many rows, as a parameter
    listed = ", ".join(quoted(delivery) for delivery in stored.manifest["kiriman"])
    con.execute(
        f"create or replace temp table {side}_kiriman as "
        f"select unnest(cast([{listed}] as varchar[])) as _delivery"
    )
    return held
