"""`python -m tests.bench.register --families 330000`: updating and validating, against bare SQL.

Two releases of a twin: the first is built whole, the second up to sealing, so that changes
against a base are part of the work. Then, each in a process of its own on the same home: the dbt
models of the register and its validation as the release job runs them, their data tests, and the
compiled SQL of the same models run bare in one DuckDB connection. Appends a record to
docs/results/bench_register.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from dagster_dtsen import cli, dbt_bridge, orchestrate, warehouse
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.meter import Meter
from tests.bench.register_quarter import thin
from tests.bench.run import make_twin, side
from tests.proof import child
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "bench_register.jsonl"
RELEASES = ["2026T1", "2026T2"]
# the register and its validation: the orders by which the policy asks, and all that follows
MODELS = ("path:models/matched/padan_*", "path:models/updated", "path:models/validated")


def prepare(settings: Settings) -> None:
    """The first release published, the second up to the tables that are ready to be sealed."""
    from tests.bench import survivorship_path

    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        orchestrate.run_release(settings, ReleaseId.parse(RELEASES[0]), lambda *_: None)
    survivorship_path.freeze(settings, RELEASES[1])


def system(settings: Settings) -> dict[str, Any]:
    """Models and data tests by dbt; parsing stands apart, it does not grow with the data."""
    child.preload()
    os.environ["DBT_WRITE_JSON"] = "true"
    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        start = Meter()
        dbt_bridge.load_manifest(settings)
        start.mark("dbt parse")
        meter = Meter()
        plain = ["--exclude-resource-type", "unit_test"]
        acts = {
            "run": ["run", "--select", *MODELS],
            "test": ["test", "--select", *MODELS, *plain],
            # beside the measure: what matching says of every record, which the register reads
            "matched": ["run", "--select", "path:models/matched", "--exclude", MODELS[0]],
        }
        for act, words in acts.items():
            if not dbt_bridge.build(settings, words):
                raise SystemExit(f"dbt {act}")
            meter.mark(act)
    return meter.report() | {"parse": start.stages[0]}


def _measured(node: dict[str, Any]) -> bool:
    orders = node["schema"] == "matched" and node["name"].startswith("padan_")
    return orders or node["schema"] in ("updated", "validated")


def bare(settings: Settings) -> dict[str, Any]:
    """The compiled SQL of the same models, one after the other, and nothing else."""
    nodes = {
        name: node
        for name, node in dbt_bridge.load_manifest(settings)["nodes"].items()
        if node["resource_type"] == "model" and _measured(node)
    }
    needs = {
        name: [other for other in node["depends_on"]["nodes"] if other in nodes]
        for name, node in nodes.items()
    }
    folder = settings.dbt_target_dir / "compiled" / "dtsen"
    with warehouse.connect(settings) as con:
        meter = Meter()
        for name in TopologicalSorter(needs).static_order():
            node = nodes[name]
            kind = node["config"]["materialized"]
            query = (folder / node["original_file_path"]).read_text()
            con.execute(f"create or replace {kind} {node['schema']}.{node['name']} as {query}")
        con.execute("checkpoint wh")
        meter.mark("models")
    return meter.report() | {"models": len(nodes)}


def counts(settings: Settings) -> dict[str, int]:
    """Rows that the work was about."""
    tables = {
        "orang": "updated.individu_terbarui",
        "rekaman": "matched.rekaman_padan",
        "sah": "validated.individu_sah",
        "keluarga": "validated.keluarga_sah",
        "perubahan": "updated.perubahan_individu",
    }
    with warehouse.connect(settings, read_only=True) as con:
        return {
            name: int(con.execute(f"select count(*) from wh.{table}").fetchall()[0][0])
            for name, table in tables.items()
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=330_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_register")
    parser.add_argument("--keep", action="store_true", help="measure a home that is prepared")
    parser.add_argument("--quarter", type=float, help="share of the population altered in 2026T2")
    parser.add_argument("--results", type=Path, default=FILE)
    parser.add_argument("--side", choices=["prepare", "system", "bare", "counts"])
    options = parser.parse_args()
    work: Path = options.work
    settings = cli.configure(work / "home", work / "landing")
    if options.side:
        acts = {"prepare": prepare, "system": system, "bare": bare, "counts": counts}
        found = acts[options.side](settings)
        (work / f"{options.side}.json").write_text(json.dumps(found))
        return
    if not options.keep:
        shutil.rmtree(work, ignore_errors=True)
        make_twin(work, options.families, options.seed, *RELEASES)
        if options.quarter:
            thin(work / "landing", *RELEASES, options.quarter)
        side(__spec__.name, "prepare", work)
    dbt, sql = side(__spec__.name, "system", work), side(__spec__.name, "bare", work)
    models = next(stage for stage in dbt["stages"] if stage["stage"] == "run")
    record = {
        "keluarga": options.families,
        "benih": options.seed,
        "bagian_kuartal": options.quarter,
        "batas_memori": settings.memory_limit,
        "hitungan": side(__spec__.name, "counts", work),
        "sistem": dbt,
        "polos": sql,
        "rasio_jam": round(models["wall"] / sql["wall"], 2),
        "rasio_cpu": round(models["cpu"] / sql["cpu"], 2),
        **versions(),
    }
    append(record, options.results)
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
