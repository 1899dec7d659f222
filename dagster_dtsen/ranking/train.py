"""Train the welfare model on the accepted survey; a job of its own, a release only loads."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.design import TRAINING, Design, design, features, rows
from dagster_dtsen.ranking.evaluate import metrics
from dagster_dtsen.ranking.fit import blocks, fit
from dagster_dtsen.ranking.model import MICRO, Model, predict
from dagster_dtsen.ranking.store import load, save
from dagster_dtsen.settings import Settings

__all__ = ["load", "save", "train"]


def _training_rows(con: duckdb.DuckDBPyConnection, plan: Design) -> pa.Table:
    try:
        table = features(con, plan)
    except duckdb.CatalogException:
        raise DtsenError("E-LATIH-TIADA", model=plan.model) from None
    if len(table) == 0:
        raise DtsenError("E-LATIH-TIADA", model=plan.model)
    return table


def _source(con: duckdb.DuckDBPyConnection, table: pa.Table) -> dict[str, str | None]:
    """Reference date of the survey; SHA-256 of what the fit sees, row by row in key order."""
    con.register("_training", table)
    sidik = con.execute(
        """
        select sha256(string_agg(sha256(cast(t as varchar)), '' order by t.record_key))
        from _training as t
        """
    ).fetchall()
    con.unregister("_training")
    acuan = con.execute(f"select cast(max(tanggal_acuan) as varchar) from {TRAINING}").fetchall()
    return {"sidik": sidik[0][0], "tanggal_acuan": acuan[0][0]}


def _evaluate(plan: Design, table: pa.Table) -> dict[str, str]:
    """Measures on the held-out sampling units of a fit on the others; empty when one side is."""
    held = pc.less(table.column("unit"), plan.uji["batas_heksa"])
    test, rest = table.filter(held), table.filter(pc.invert(held))
    if not len(test) or not len(rest):
        return {}
    trial = Model(plan.model, fit(plan, rest), [], {}, {})
    found = metrics(
        test.column("sasaran").to_numpy(),
        predict(trial, test) / MICRO,
        test.column("bobot").to_numpy(),
        int(plan.uji["persen_termiskin"]),
    )
    return {name: f"{value:.4f}" for name, value in found.items()} | {
        "rumah_tangga_uji": str(len(test)),
        "persen_termiskin": str(plan.uji["persen_termiskin"]),
    }


def train(con: duckdb.DuckDBPyConnection, settings: Settings) -> Model:
    """Fit on all rows of ``standardised.rumah_tangga_latih``; measure on a hashed holdout.

    The measures are those of a fit without the held-out fifth of the sampling units; the
    coefficients are then fitted on everything. Equal rows give an equal model, in any order.
    Raises DtsenError E-LATIH-TIADA without training rows. Writes nothing.
    """
    plan = design()
    table = _training_rows(con, plan)
    rare = {part.name: part.rare for part in blocks(plan, table) if part.rare}
    return Model(
        nama=plan.model,
        koefisien=fit(plan, table),
        rancangan=rows(plan),
        latih={"rumah_tangga": len(table), "tanpa_taksiran": rare} | _source(con, table),
        ukuran=_evaluate(plan, table),
    )
