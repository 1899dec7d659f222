"""Train the welfare model on a survey; a job of its own, a release only loads."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.blocks import blocks
from dagster_dtsen.ranking.candidates import build, texts
from dagster_dtsen.ranking.choose import Choice, choose
from dagster_dtsen.ranking.design import Design, design, with_codes
from dagster_dtsen.ranking.features import GROUP, TARGET, TRAINING, columns_of, features
from dagster_dtsen.ranking.measures import report, rounded
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.store import keep, load, save
from dagster_dtsen.ranking.uncertainty import intervals, of_gaps

__all__ = ["keep", "load", "save", "train"]


def _completed(con: duckdb.DuckDBPyConnection, plan: Design, relation: str) -> Design:
    """The design with the codes that the survey has, where the declaration lists none."""
    columns = columns_of(con, relation)
    open_items = [item.nama for item in plan.kategori if not item.kode and item.nama in columns]
    codes = {
        name: [
            str(row[0])
            for row in con.execute(
                f"select distinct cast({name} as varchar) as kode from {relation} "
                f"where {name} is not null order by kode"
            ).fetchall()
        ]
        for name in open_items
    }
    return with_codes(plan, codes)


def training_rows(
    con: duckdb.DuckDBPyConnection, plan: Design, relation: str = TRAINING
) -> tuple[Design, pa.Table]:
    """The design completed by the survey, and the features of its households.

    Raises DtsenError E-LATIH-TIADA without households, E-SURVEI when they do not fit the design.
    """
    try:
        plan = _completed(con, plan, relation)
        table = features(con, plan, relation)
    except duckdb.CatalogException:
        raise DtsenError("E-LATIH-TIADA", model=plan.model) from None
    if len(table) == 0:
        raise DtsenError("E-LATIH-TIADA", model=plan.model)
    return plan, table


def _source(
    con: duckdb.DuckDBPyConnection, plan: Design, table: pa.Table, relation: str
) -> dict[str, str | None]:
    """Reference date of the survey; SHA-256 of what the fit sees, row by row in key order."""
    con.register("_training", table)
    sidik = con.execute(
        """
        select sha256(string_agg(sha256(cast(t as varchar)), '' order by t.record_key))
        from _training as t
        """
    ).fetchall()
    con.unregister("_training")
    date = None
    if plan.tanggal_acuan:
        found = con.execute(f"select cast(max({plan.tanggal_acuan}) as varchar) from {relation}")
        date = found.fetchall()[0][0]
    return {"sidik": sidik[0][0], "tanggal_acuan": date}


def _measured(plan: Design, choice: Choice) -> dict[str, Any]:
    """What is told of the choice: all candidates, the whole kit for the chosen one, gaps."""
    truth = choice.table.column(TARGET).to_numpy()
    groups = {
        name.removeprefix(GROUP): texts(choice.table, name)
        for name in choice.table.column_names
        if name.startswith(GROUP)
    }
    kept = choice.tried[choice.chosen]
    found = report(truth, kept.score, choice.design, groups, list(plan.kuota))
    told: dict[str, Any] = rounded(
        {
            "kandidat": choice.rows,
            "kuota_pertama": str(plan.kuota[0]),
            "rumah_tangga_pencarian": len(choice.table),
            "kosong": of_gaps(plan, choice),
        }
        | found
    )
    return told


def train(
    con: duckdb.DuckDBPyConnection, plan: Design | None = None, relation: str = TRAINING
) -> Model:
    """Compare the candidates on folds, fit the chosen one on all households of ``relation``.

    Equal rows give an equal model, in any order and with any number of threads.
    Raises DtsenError E-LATIH-TIADA without training rows, E-SURVEI. Writes nothing.
    """
    plan, table = training_rows(con, plan or design(), relation)
    choice = choose(plan, table)
    kept = choice.tried[choice.chosen].candidate
    declared = str(replace(plan, folder=Path())).encode()
    return replace(
        build(plan, table, kept),
        latih={
            "rumah_tangga": len(table),
            "kandidat": kept.nama,
            "sidik_rancangan": hashlib.sha256(declared).hexdigest(),
            "catatan": plan.catatan,
            "tanpa_taksiran": {part.name: part.rare for part in blocks(plan, table) if part.rare},
        }
        | _source(con, plan, table, relation),
        ukuran=_measured(plan, choice),
        sisaan=intervals(choice),
    )
