"""Sealed tables of a copied home with other rows: what one run rarely brings about."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings


def newest(settings: Settings) -> store.StoredRelease:
    return store.stored(settings)[-1]


def rewrite(settings: Settings, table: str, query: str) -> None:
    """Every file of a table of the newest release becomes what ``query`` makes of ``{rows}``."""
    folder = newest(settings).path / SNAPSHOT / table
    with duckdb.connect(":memory:") as con:
        for file in sorted(folder.rglob("*.parquet")):
            _write(con, file, query)


def _write(con: duckdb.DuckDBPyConnection, file: Path, query: str) -> None:
    aside = file.with_suffix(".baru")
    rows = f"read_parquet({warehouse.quoted(file)}, hive_partitioning = false)"
    con.execute(f"copy ({query.format(rows=rows)}) to {warehouse.quoted(aside)} (format parquet)")
    aside.replace(file)


def correct(settings: Settings, identity: str, variable: str, value: str) -> None:
    """A correction of a person's variable, as a run would have sealed it."""
    where = f"id_individu = '{identity}'"
    changed = f"case when {where} then '{value}' else {variable} end as {variable}"
    rewrite(settings, "individu", f"select * replace ({changed}) from {{rows}}")
    seat = f"{variable}__sumber"
    changed = f"cast(case when {where} then 0 else {seat} end as smallint) as {seat}"
    rewrite(settings, "asal_individu", f"select * replace ({changed}) from {{rows}}")
    row = (
        f"select 'k-uji' as id_koreksi, '{variable}' as variabel, 'individu' as objek, "
        f"'{identity}' as id, date '2026-04-01' as tanggal, true as berbukti, "
        "201::smallint as id_aturan, 'diterapkan' as status"
    )
    rewrite(settings, "koreksi", f"from {{rows}} union all by name {row}")
    with warehouse.connect(settings) as con:
        con.execute(
            "insert into wh.updated.koreksi_berlaku by name select 'k-uji' as id_koreksi, "
            "'individu' as objek, $id as id, $variable as variabel, $value as nilai",
            {"id": identity, "variable": variable, "value": value},
        )
        con.execute(
            "insert into wh.ledger.koreksi by name "
            "select 'k-uji' as id_koreksi, $variable as variabel, $value as nilai",
            {"variable": variable, "value": value},
        )


def withhold(settings: Settings, identity: str, variable: str, value: str) -> None:
    """A change that waits for a steward; ``value``: that of the release before."""
    where = f"id_individu = '{identity}'"
    changed = f"case when {where} then '{value}' else {variable} end as {variable}"
    rewrite(settings, "individu", f"select * replace ({changed}) from {{rows}}")
    seat = f"{variable}__sumber"
    changed = f"cast(case when {where} then -1 else {seat} end as smallint) as {seat}"
    rewrite(settings, "asal_individu", f"select * replace ({changed}) from {{rows}}")
    row = (
        f"select '{identity}' as id_individu, '{variable}' as variabel, 'memperbarui' as "
        "perubahan, 7::smallint as id_aturan, true as ditahan"
    )
    rows = f"(select * from {{rows}} where not ({where} and variabel = '{variable}'))"
    rewrite(settings, "perubahan_individu", f"from {rows} union all by name {row}")
