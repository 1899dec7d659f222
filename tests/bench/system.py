"""The whole system for one release in one process, measured stage by stage.

Run as ``python -m tests.bench.system --landing DIR --home DIR --release ID --report FILE``.
The stages are the steps of the release job, each from the end of the one before, so that what
Dagster does between two steps is counted with the second. Before them stand, as start, the
interpreter with all imports, dbt's parsing of the project (once per home) and the loading of the
definitions: they do not grow with the data.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_dtsen import cli, dbt_bridge, definitions, orchestrate, warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT
from dagster_dtsen.settings import Settings
from tests.bench.meter import Meter
from tests.proof import child

_COUNTED = {
    "individu": "dim_individu",
    "keluarga": "dim_keluarga",
    "anggota": "bridge_anggota_keluarga",
    "peringkat": "fct_peringkat_kesejahteraan",
}


class Watch:
    """Marks a stage at every finished step and keeps what dbt says about its models."""

    def __init__(self, settings: Settings, meter: Meter) -> None:
        self.settings, self.meter = settings, meter
        self.models: dict[str, list[dict[str, Any]]] = {}

    def __call__(self, step: str, _seconds: float) -> None:
        """The progress callback of a release run."""
        if step.startswith("dbt_"):
            found = json.loads((self.settings.dbt_target_dir / "run_results.json").read_text())
            self.models[step] = [
                {"node": item["unique_id"], "seconds": round(item["execution_time"], 3)}
                for item in found["results"]
            ]
        self.meter.mark(step)


def run(landing: Path, home: Path, release: str) -> dict[str, Any]:
    """Build ``release`` in the empty ``home``; the report of the meter with dbt's node times."""
    child.preload()
    os.environ["DBT_WRITE_JSON"] = "true"  # the times of the nodes are read from dbt's artifact
    settings = cli.configure(home, landing)
    start = Meter()
    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        dbt_bridge.manifest(settings)
        start.mark("dbt parse")
        definitions.defs()
        start.mark("definitions")
        meter = Meter()
        watch = Watch(settings, meter)
        orchestrate.run_release(settings, ReleaseId.parse(release), watch)
        meter.mark("close")
    report = meter.report()
    report["start"] = start.start | {
        item["stage"]: {"wall": item["wall"], "cpu": item["cpu"]} for item in start.stages
    }
    return report | {"dbt": _node_times(watch.models), "counts": _counts(settings)}


def _node_times(models: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Per dbt stage: seconds in models, tests and others, and the five slowest nodes."""
    result = {}
    for step, nodes in models.items():
        kinds: dict[str, float] = {}
        for item in nodes:
            kind = item["node"].split(".")[0]
            kinds[kind] = round(kinds.get(kind, 0) + item["seconds"], 2)
        slowest = sorted(nodes, key=lambda item: -item["seconds"])[:5]
        result[step] = {"nodes": len(nodes), "seconds": kinds, "slowest": slowest}
    return result


def _counts(settings: Settings) -> dict[str, int]:
    item = store.stored(settings)[-1]
    with warehouse.connect(settings) as con:
        return {
            name: con.execute(
                f"select count(*) from {item.table(settings, RESULT, table)}"
            ).fetchall()[0][0]
            for name, table in _COUNTED.items()
        }


def main(build: Callable[[Path, Path, str], dict[str, Any]] = run) -> None:
    """Run one side once and write its report."""
    parser = argparse.ArgumentParser()
    for name in ("landing", "home", "report"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--release", required=True)
    options = parser.parse_args()
    report = build(options.landing, options.home, options.release)
    options.report.write_text(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
