"""Scoring, ranking and moves at national size, and how often a planted cause is named alone.

Invented families of two quarters (``tests/ranking``), ranked by the packaged model. In the quarter
that is timed two families of five answer otherwise, as in a quarter of the twin, and one of a
hundred has other links. The bare engine runs the same statements without dbt.

    python -m tests.bench.ranking_moves --families 330000
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.ranking import coefficients, store
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.register import SHIPPED
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.meter import Meter
from tests.bench.run import machine
from tests.ranking import two_quarters as quarters
from tests.ranking.ranking_rows import dbt, families, load_release

RESULTS = PROJECT_DIR / "docs" / "results" / "ranking_moves.jsonl"
EARLIER = SHIPPED / "kesejahteraan_v1.json"
# the last models of the chain; what they need of the layer is built before them
LAST = ("alasan_desil", "perbandingan_desil")
PLANTED_PAIRS = 1000
Plant = Callable[[duckdb.DuckDBPyConnection], None]


def ranked(settings: Settings, meter: Meter | None = None, name: str = "") -> None:
    """Scores, ranks, moves and their answers; as a stage of ``meter`` when there is one."""
    if meter:
        meter.mark("di antara")
    wanted = [f"+{model},path:models/ranking" for model in LAST]
    if not dbt(settings, "run", "--select", *wanted):
        raise SystemExit("dbt run failed")
    if meter:
        meter.mark(name)


def models(con: duckdb.DuckDBPyConnection, now: Model, then: Model | None) -> None:
    coefficients.write_coefficients(con, now)
    coefficients.write_earlier(con, then)


def bare(settings: Settings, meter: Meter) -> None:
    """The statements of the run before, on the same tables and in the same order."""
    with warehouse.connect(settings) as con:
        con.execute("use wh")
        meter.mark("di antara")
        for statement in statements(settings).values():
            con.execute(statement)
        meter.mark("mesin saja")


def statements(settings: Settings) -> dict[str, str]:
    """Model of the layer → statement that makes it, each after those it reads."""
    nodes = {
        name: node
        for name, node in dbt_bridge.load_manifest(settings)["nodes"].items()
        if node["resource_type"] == "model" and node["path"].startswith("ranking/")
    }
    folder = settings.dbt_target_dir / "compiled" / "dtsen" / "models"
    found: dict[str, str] = {}
    left = dict(nodes)
    while left:
        ready = [n for n in left if not left.keys() & {*left[n]["depends_on"]["nodes"]}]
        for node in (left.pop(name) for name in sorted(ready)):
            path = folder / node["path"]
            if path.exists():
                kind = node["config"]["materialized"]
                found[node["name"]] = (
                    f"create or replace {kind} ranking.{node['name']} as {path.read_text()}"
                )
    return found


def measure(work: Path, amount: int) -> dict[str, Any]:
    """One line of results in a new home below ``work``."""
    shutil.rmtree(work, ignore_errors=True)
    settings = Settings(home=work, db_key=None, threads=2)
    now, then = store.load(settings), store.scored(EARLIER)
    with warehouse.connect(settings) as con:
        models(con, now, None)
        load_release(con, families(1, amount, missing=0.03))
        quarters.tables_of_a_first_quarter(con)
    ranked(settings)
    with warehouse.connect(settings) as con:
        quarters.begin_the_next_quarter(con)
        quarters.plant_data(con, amount // 5)
        quarters.plant_links(con, amount // 200)
    meter = Meter()
    ranked(settings, meter, "dbt")
    bare(settings, meter)
    with warehouse.connect(settings) as con:
        con.execute("drop table wh.dasar.tertanam")
        models(con, now, then)
    ranked(settings, meter, "dbt, model berganti")
    told = {stage["stage"]: stage for stage in meter.stages if stage["stage"] != "di antara"}

    def singly(con: duckdb.DuckDBPyConnection) -> None:
        models(con, now, None)
        quarters.as_it_was(con)
        quarters.plant_data(con, PLANTED_PAIRS)
        quarters.plant_links(con, PLANTED_PAIRS)

    def other_model(con: duckdb.DuckDBPyConnection) -> None:
        quarters.as_it_was(con)
        models(con, then, now)

    def borders(con: duckdb.DuckDBPyConnection) -> None:
        models(con, now, None)
        quarters.plant_borders(con)

    plants: dict[Plant, tuple[str, ...]] = {
        singly: ("data", "anggota"),
        other_model: ("model",),
        borders: ("batas",),
    }
    alone = {}
    for plant, causes in plants.items():
        with warehouse.connect(settings) as con:
            plant(con)
        ranked(settings)
        with warehouse.connect(settings) as con:
            alone |= {cause: quarters.named_alone(con, cause) for cause in causes}
    return {"keluarga": amount, "waktu": told, "sebab_tunggal": alone}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=330_000)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench" / "pindah")
    arguments = parser.parse_args()
    line = {"mesin": machine(Settings())} | measure(arguments.work, arguments.families)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
