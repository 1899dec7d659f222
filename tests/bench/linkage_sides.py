"""The sides of the linkage benchmark, each in a process of its own.

Run as ``python -m tests.bench.linkage_sides SIDE --home DIR --source FILE --report FILE``: ``bare``
(Splink alone), ``first`` (the linkage of a first release), then on the home it left ``whole`` and
``part`` (a quarter in which 2 % of the records are new or changed, scored whole and from its base).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd  # noqa: F401 - duckdb and Splink import it at first use; that is no work
from splink import DuckDBAPI, Linker

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import frequency, limits, run, state
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.train import train
from dagster_dtsen.settings import Settings
from tests.bench.meter import Meter

RECORDS = "wh.standardised.individu"
SINGLE = ("dukcapil/penduduk",)
CHANGED = 0.02  # half of them new, half of another name
_PARTS = ("score_edges", "build_clusters", "_persist", "attach_supporting", "match_families")


def _lay(con: duckdb.DuckDBPyConnection, source: Path) -> None:
    """Copy the records of a finished intake."""
    con.execute(f"attach {warehouse.quoted(source)} as asal (read_only)")
    con.execute(
        "create schema if not exists wh.standardised;"
        "create or replace table wh.standardised.semua as from asal.standardised.individu;"
        "detach asal"
    )


def _quarter(con: duckdb.DuckDBPyConnection, *, before: bool) -> None:
    """The records of the base release (``before``) or of the quarter after it."""
    end = round(CHANGED / 2 * 10_000)
    base = f"""
        select * replace (
            case when hash(rekaman_id, 'nama') % 10000 < {end} then nama_baku || ' PUTRA'
                else nama_baku end as nama_baku
        )
        from wh.standardised.semua where hash(rekaman_id, 'baru') % 10000 >= {end}
    """
    con.execute(
        f"create or replace table {RECORDS} as {base if before else 'from wh.standardised.semua'}"
    )


def _warm(con: duckdb.DuckDBPyConnection) -> None:
    """Read what is linked once: in a release run dbt has just written it."""
    con.execute(f"select max(columns(*)) from {RECORDS}").fetchall()


def bare(con: duckdb.DuckDBPyConnection, settings: Settings, _source: Path) -> dict[str, Any]:
    """Splink with the same model, rules and threshold: block, predict, cluster."""
    _warm(con)
    model = linkage_model.load(settings)
    in_force = limits.limits_now(con, model)
    with warehouse.scratch(con, settings, "polos"):
        con.execute("use polos")
        meter = Meter()
        query = frequency.with_terms(con, model, linkage_model.input_sql(RECORDS))
        con.execute(f"create table masukan as {query}")
        meter.mark("input")
        table = DuckDBAPI(connection=con).register("masukan", dataset_display_name="masukan")
        linker = Linker(table, linkage_model.frozen_creator(model), log_level=None)
        pairs = linker.inference.predict(threshold_match_weight=in_force.keep, warning_mode="never")
        meter.mark("predict")
        linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_weight=in_force.joining
        )
        meter.mark("cluster")
        return meter.report()


def _linked(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: str, base: state.Base | None
) -> dict[str, Any]:
    """One linkage with a mark after each part."""
    _warm(con)
    meter = Meter()
    for name in _PARTS:
        setattr(run, name, _marked(getattr(run, name), meter, name.strip("_")))
    counts = run.link(con, settings, release, base, SINGLE)
    meter.mark("close")
    return meter.report() | {"counts": counts}


def _marked(routine: Any, meter: Meter, name: str) -> Any:
    def marked(*arguments: Any, **named: Any) -> Any:
        result = routine(*arguments, **named)
        meter.mark(name)
        return result

    return marked


def first(con: duckdb.DuckDBPyConnection, settings: Settings, source: Path) -> dict[str, Any]:
    """A first release over all records; leaves the base of the quarter behind."""
    _lay(con, source)
    con.execute(f"create or replace table {RECORDS} as from wh.standardised.semua")
    return _linked(con, settings, "2026T1", None)


def base(con: duckdb.DuckDBPyConnection, settings: Settings, _source: Path) -> dict[str, Any]:
    """The base of the quarter; not measured."""
    _quarter(con, before=True)
    counts = run.link(con, settings, "2026T1", None, SINGLE)
    con.execute("create schema if not exists wh.dasar")
    for name in state.CARRIED:
        con.execute(f"create or replace table wh.dasar.{name} as from wh.linkage.{name}")
    _quarter(con, before=False)
    return {"counts": counts}


def _from_base(con: duckdb.DuckDBPyConnection, settings: Settings, how: str) -> dict[str, Any]:
    kept = state.Base({name: f"wh.dasar.{name}" for name in state.CARRIED}, {"pasangan": "dasar"})
    state.restore(con, kept)
    state.mark_sealed(con, kept.seals)
    con.execute("checkpoint wh")
    linkage_model.config()["cara"] = how
    report = _linked(con, settings, "2026T2", kept)
    assert report["counts"]["skor"]["cara"] == how
    return report


def whole(con: duckdb.DuckDBPyConnection, settings: Settings, _source: Path) -> dict[str, Any]:
    """The quarter, every pair scored again."""
    return _from_base(con, settings, "penuh")


def part(con: duckdb.DuckDBPyConnection, settings: Settings, _source: Path) -> dict[str, Any]:
    """The quarter, scored from its base."""
    return _from_base(con, settings, "bertahap")


def retrained(con: duckdb.DuckDBPyConnection, settings: Settings, _source: Path) -> dict[str, Any]:
    """The records of the base again, under a model trained on them: who keeps the id."""
    _quarter(con, before=True)
    kept = state.Base({name: f"wh.dasar.{name}" for name in state.CARRIED})
    model, _ = train(con, settings, seed=3, sample=1_000_000)
    meter = Meter()
    linkage_model.load = lambda _settings: model  # type: ignore[assignment]
    counts = run.link(con, settings, "2026T2", kept, SINGLE)
    meter.mark("retrained")
    persons = counts["individu"]
    _quarter(con, before=False)
    return meter.report() | {
        "counts": counts,
        "continuity": round(persons["anggota_tetap"] / persons["anggota_bersama"], 5),
    }


SIDES = {side.__name__: side for side in (first, bare, base, whole, part, retrained)}


def main() -> None:
    """Run one side and write its report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=[*SIDES])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()
    settings = Settings(home=options.home, db_key=None, memory_limit=options.memory)
    with warehouse.connect(settings) as con:
        report = SIDES[options.side](con, settings, options.source)
    options.report.write_text(json.dumps(report, default=str))


if __name__ == "__main__":
    main()
