"""Reports of the base release that this one compares itself with, loaded into schema ``dasar``."""

from __future__ import annotations

import duckdb

from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import RESULT
from dagster_dtsen.settings import Settings

# table of the schema → sealed report, and the columns that are compared
TOLD = {
    "rapor_penyedia": (
        "rpt_rapor_penyedia",
        {
            "_delivery": "varchar",
            "dataset": "varchar",
            "ukuran": "varchar",
            "rincian": "varchar",
            "pembilang": "bigint",
            "penyebut": "bigint",
        },
    ),
    "ukuran_klaster": ("rpt_mutu_klaster", {"ukuran": "smallint", "jumlah_individu": "bigint"}),
    "keputusan_tautan": (
        "rpt_keputusan_tautan",
        {"id_keputusan": "varchar", "status": "varchar", "rilis_pertama": "varchar"},
    ),
}


def load_told(
    con: duckdb.DuckDBPyConnection, settings: Settings, base: StoredRelease | None
) -> dict[str, int]:
    """Write ``dasar.<name>`` for every name of ``TOLD``; gives their rows.

    A table is empty without a base, or when the base is of an earlier version of the system that
    had no such report.
    """
    con.execute("create schema if not exists dasar")
    rows = {}
    for name, (report, columns) in TOLD.items():
        typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        con.execute(f"create or replace table dasar.{name} ({typed})")
        if base is not None and (base.path / RESULT / report).is_dir():
            sealed = base.table(settings, RESULT, report)
            con.execute(f"insert into dasar.{name} select {', '.join(columns)} from {sealed}")
        rows[name] = int(con.execute(f"select count(*) from dasar.{name}").fetchall()[0][0])
    return rows
