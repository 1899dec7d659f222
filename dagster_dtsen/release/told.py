"""What this release takes up from its base, loaded into schema ``dasar``."""

from __future__ import annotations

import duckdb

from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings

# table of the schema → layer and name of the sealed table, and the columns that are read
TOLD = {
    "rapor_penyedia": (
        RESULT,
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
    "ukuran_klaster": (
        RESULT,
        "rpt_mutu_klaster",
        {"ukuran": "smallint", "jumlah_individu": "bigint"},
    ),
    "peringkat_keluarga": (
        RESULT,
        "fct_peringkat_kesejahteraan",
        {
            "id_keluarga": "varchar",
            "desil_nasional": "smallint",
            "peringkat_nasional": "integer",
            "skor_kesejahteraan": "decimal(12,6)",
            "alasan_tanpa_peringkat": "varchar",
            "id_model": "varchar",
        },
    ),
    "antrean": (
        SNAPSHOT,
        "antrean_tinjauan",
        {
            "id_antrean": "varchar",
            "antrean": "varchar",
            "alasan": "varchar",
            "rilis_pertama": "varchar",
            "umur_rilis": "smallint",
        },
    ),
    "antrean_rekaman": (
        SNAPSHOT,
        "antrean_rekaman",
        {"id_antrean": "varchar", "kelompok": "smallint", "record_key": "varchar"},
    ),
    "anggota_keluarga": (
        SNAPSHOT,
        "anggota_keluarga",
        {
            "id_keluarga": "varchar",
            "id_individu": "varchar",
            "kepala_keluarga": "boolean",
            "asal_kepala": "varchar",
        },
    ),
    "asal_keluarga": (
        SNAPSHOT,
        "asal_keluarga",
        {"id_keluarga": "varchar", "record_key": "varchar", "butir_terpakai": "varchar"},
    ),
    "sampel_tinjauan": (
        SNAPSHOT,
        "sampel_tinjauan",
        {
            "id_butir": "varchar",
            "rilis": "varchar",
            "stratum": "varchar",
            "tergabung": "boolean",
            "jumlah_stratum": "bigint",
        },
    ),
    "keputusan_tautan": (
        RESULT,
        "rpt_keputusan_tautan",
        {"id_keputusan": "varchar", "status": "varchar", "rilis_pertama": "varchar"},
    ),
}

# sealed tables of the base that are read whole, under the columns that this code publishes
WHOLE = ("individu", "keluarga")


def load_told(
    con: duckdb.DuckDBPyConnection, settings: Settings, base: StoredRelease | None
) -> dict[str, int]:
    """Write ``dasar.<name>`` for every name of ``TOLD``; gives their rows.

    A table is empty without a base, or when the base is of an earlier version of the system that
    had no such table; a column that it did not have is empty.
    """
    con.execute("create schema if not exists dasar")
    rows = {}
    for name, (layer, table, columns) in TOLD.items():
        typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        con.execute(f"create or replace table dasar.{name} ({typed})")
        if base is not None and (base.path / layer / table).is_dir():
            sealed = base.table(settings, layer, table)
            held = _held(con, sealed)
            chosen = ", ".join(column if column in held else "null" for column in columns)
            con.execute(f"insert into dasar.{name} select {chosen} from {sealed}")
        rows[name] = int(con.execute(f"select count(*) from dasar.{name}").fetchall()[0][0])
    return rows


def _held(con: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    """Columns of a relation."""
    described = con.execute(f"describe select * from {relation}").fetchall()
    return {str(row[0]) for row in described}


def show_base(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    base: StoredRelease | None,
    columns: dict[str, dict[str, str]],
) -> dict[str, int]:
    """Views ``dasar.<name>`` over the sealed tables ``WHOLE`` of the base, and ``dasar.variabel``.

    ``columns``: per table the columns and types of this code. One that the base does not have is
    empty; ``dasar.variabel(entitas, variabel)`` says which it had. Gives the rows per name.
    """
    con.execute("create schema if not exists dasar")
    con.execute("create or replace table dasar.variabel (entitas varchar, variabel varchar)")
    for name in WHOLE:
        held: set[str] = set()
        relation = "(select 1 where false)"
        if base is not None and (base.path / SNAPSHOT / name).is_dir():
            relation = base.table(settings, SNAPSHOT, name)
            held = _held(con, relation)
        chosen = ", ".join(
            f"cast({column if column in held else 'null'} as {kind}) as {column}"
            for column, kind in columns[name].items()
        )
        con.execute(f"create or replace view dasar.{name} as select {chosen} from {relation}")
        known = sorted(held & set(columns[name]))
        con.execute(
            "insert into dasar.variabel select ?, unnest(cast(? as varchar[]))", [name, known]
        )
    names = (*WHOLE, "variabel")
    return {
        name: int(con.execute(f"select count(*) from dasar.{name}").fetchall()[0][0])
        for name in names
    }
