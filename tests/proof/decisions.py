"""Decisions of stewards over four releases and a change of model: all obeyed or listed, none lost.

The records of a reference home come, go and change between the releases; what a steward decides
goes the way of the command, through checks and log. An oracle that knows nothing of the system's
SQL says after every release what must hold (tests/proof/oracle.py).
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import time
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state
from dagster_dtsen.linkage.decided import LEDGER
from dagster_dtsen.linkage.run import link
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import decisions as log
from dagster_dtsen.steward import in_force
from tests.proof import oracle
from tests.proof.steward import Run, decide

RELEASES = {
    "2026T1": dt.date(2026, 3, 31),
    "2026T2": dt.date(2026, 6, 30),
    "2026T3": dt.date(2026, 9, 30),
    "2026T4": dt.date(2026, 12, 31),
}
SINGLE = ("dukcapil/penduduk",)
SAME = ("clusters", "peta_individu", "peta_pendukung")


def decide_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Four releases with a stream of decisions. Gives ``seed``, ``decisions`` (in the log),
    ``refused`` (entries by code), ``smuggled`` (contradictions written past the checks),
    ``statuses`` (summed over releases), ``records``, ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    settings = Settings(home=work_dir / "home", db_key=None)
    run = Run(settings, random.Random(f"keputusan {seed}"), seed)
    changed = run.draw.choice(list(RELEASES)[1:])
    with warehouse.connect(settings) as con:
        source = Settings(home=reference_dir / "home", db_key=None).warehouse_file
        con.execute(f"attach {warehouse.quoted(source)} as asal (read_only)")
        con.execute("create schema wh.standardised; create schema wh.dasar")
        con.execute("create table wh.standardised.semua as from asal.standardised.individu")
    ways: dict[str, str] = {}
    base: state.Base | None = None
    for release, day in RELEASES.items():
        if base is not None:
            decide(run, day)
        if release == changed:
            _other_model(settings)
        with warehouse.connect(settings) as con:
            _lay(con, seed, release)
            ways[release] = _release(run, con, release, day, base)
            base = _keep(con)
            records = con.execute("select count(*) from wh.standardised.individu").fetchall()
    entered = log.decisions(settings)
    if ways[changed] != "penuh" or "bertahap" not in ways.values():
        run.failures.append(f"ways {ways}, model of {changed}")
    return {
        "seed": seed,
        "decisions": len(entered),
        "acts": {act: sum(item.tindakan == act for item in entered) for act in log.ACTS},
        "refused": run.refused,
        "smuggled": run.smuggled,
        "statuses": run.statuses,
        "model_change": changed,
        "records": int(records[0][0]),
        "seconds": round(time.monotonic() - began, 1),
        "failures": run.failures,
    }


def _lay(con: duckdb.DuckDBPyConnection, seed: int, release: str) -> None:
    """The records of one release: a few are away, some say another name or lost their NIK."""
    drawn = "hash(rekaman_id, '{what} ' || {seed}) % 10000 < {end}"

    def by_chance(what: str, end: int) -> str:
        return drawn.format(what=f"{release} {what}", seed=seed, end=end)

    con.execute(
        f"""
        create or replace table wh.standardised.individu as
        select * replace (
            case when {by_chance("nama", 150)} then nama_baku || ' PUTRA' else nama_baku end
                as nama_baku,
            case when {by_chance("tanpa nik", 100)} then null else nik end as nik,
            case when {by_chance("status", 50)} and penyedia = 'dukcapil' then 'meninggal'
                else status_kependudukan end as status_kependudukan
        )
        from wh.standardised.semua
        where not {by_chance("pergi", 300)}
        """
    )


def _other_model(settings: Settings) -> None:
    """A model of the home: place and name weigh less, birth more."""
    model = linkage_model.load(settings)
    for comparison in model["splink"]["comparisons"]:
        for level in comparison["comparison_levels"]:
            if comparison["output_column_name"] in ("tempat", "nama") and "m_probability" in level:
                level["m_probability"] = 0.7 * level["m_probability"] + 0.02
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    target = settings.models_dir / f"{linkage_model.config()['model']}.json"
    target.write_text(json.dumps(model))


def _keep(con: duckdb.DuckDBPyConnection) -> state.Base:
    for name in state.KEPT:
        con.execute(f"create or replace table wh.dasar.{name} as from wh.linkage.{name}")
    return state.Base({name: f"wh.dasar.{name}" for name in state.KEPT})


def _release(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    release: str,
    day: dt.date,
    base: state.Base | None,
) -> str:
    """Link, ask the oracle, and link again with the decisions in force alone, whole."""
    entered = log.decisions(run.settings)
    in_force.replay(con, run.settings)
    in_force.build(con, f"date '{day}'")
    counts = link(con, run.settings, release, base, SINGLE, LEDGER)
    for status, count in oracle.told(con).items():
        run.statuses[status] = run.statuses.get(status, 0) + count
    run.failures += [f"{release}: {text}" for text in oracle.judge(con, entered, day)]
    found = {name: _rows(con, name) for name in SAME}
    held = [item for item in entered if oracle.holds(entered, item, day)]
    kept = {name: f"wh.sisih.{name}" for name in state.KEPT}
    con.execute("create schema if not exists wh.sisih")
    for name, table in kept.items():
        con.execute(f"create or replace table {table} as from wh.linkage.{name}")
    # undone and expired decisions bind nothing: without them, in another order, it is the same
    in_force.lay(con, [item for item in held[::-1] if item.tindakan != log.UNDO])
    in_force.build(con, f"date '{day}'")
    how = linkage_model.config()["cara"]
    try:
        linkage_model.config()["cara"] = "penuh"
        link(con, run.settings, release, base, SINGLE, LEDGER)
    finally:
        linkage_model.config()["cara"] = how
    run.failures += [
        f"{release}: {name} is another without what is not in force"
        for name in SAME
        if _rows(con, name) != found[name]
    ]
    return str(counts["skor"]["cara"])


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return con.execute(f"from wh.linkage.{name} order by all").fetchall()
