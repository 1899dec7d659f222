"""A model trained on any tabular survey with a declaration of its own; nothing enters a home."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.design import Design, read
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.train import train
from dagster_dtsen.settings import Settings

RELATION = "survei_latih"


def scan(name: str, kind: str) -> str:
    """SQL that reads a file of another's, by its ending: Parquet, or CSV as text."""
    return (
        f"read_parquet({name})" if kind == ".parquet" else f"read_csv({name}, all_varchar = true)"
    )


def _loaded(con: duckdb.DuckDBPyConnection, plan: Design, name: str, kind: str) -> None:
    """The file as a table, all text but the columns declared as numbers; a row number as key."""
    con.execute(f"create table asal as select * from {scan(name, kind)}")
    columns = [str(row[0]) for row in con.execute("describe asal").fetchall()]
    missing = [column for column in plan.angka if column not in columns]
    if missing:
        raise DtsenError("E-SURVEI", reason=f"kolom / columns: {', '.join(missing)}")
    shown = [
        f'try_cast("{column}" as double) as "{column}"'
        if column in plan.angka
        else f'cast("{column}" as varchar) as "{column}"'
        for column in columns
    ]
    key = (
        "" if plan.kunci in columns else f", lpad(cast(rowid as varchar), 12, '0') as {plan.kunci}"
    )
    con.execute(f"create table {RELATION} as select {', '.join(shown)}{key} from asal")


def train_on(settings: Settings, survey: Path, declared: Path) -> Model:
    """The model that ``declared`` (a pmt.yml) finds on ``survey`` (CSV, or Parquet by its ending).

    Without the column that ``kunci`` names, rows are numbered and their order matters.
    Raises DtsenError E-RANCANGAN, E-SURVEI, E-LATIH-TIADA.
    """
    plan = read(declared)
    try:
        with warehouse.sealed_reader(settings, survey) as (con, name):
            _loaded(con, plan, warehouse.quoted(name), survey.suffix.lower())
            return train(con, plan, RELATION)
    except OSError as error:
        raise DtsenError("E-SURVEI", reason=f"{survey.name}: {error.strerror}") from None
    except duckdb.Error as error:
        reason = f"{survey.name}: {type(error).__name__}"
        raise DtsenError("E-SURVEI", reason=reason) from None
