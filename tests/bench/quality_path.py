"""One twin through reception, dbt intake and linkage, then evaluated; in a process of its own.

Run as ``python -m tests.bench.quality_path --work DIR --families N --seed S --report FILE``. The
records are standardised by the release job itself, cut off after the linkage: families,
survivorship and everything later change nothing in the pairs.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import appraise, cli, orchestrate, twin, warehouse
from dagster_dtsen.evaluation.evaluate import evaluate
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings
from tests.bench.meter import peak_mb

LAST = ("linkage", "peta_individu")


def link_only(settings: Settings, release: str) -> dict[str, Any]:
    """The release job up to the linkage; what the linkage counted (candidate pairs per rule, …)."""
    import dagster as dg

    from tests.tools.part_of_run import needed, run_part

    last = dg.AssetSelection.assets(dg.AssetKey(LAST)).required_multi_asset_neighbors()
    # a gate is one op: everything it checks has to be built with what the linkage reads
    intake = dg.AssetSelection.groups("reception", "standardised")
    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        result = run_part(release, needed(last | intake))
    counts = result.asset_materializations_for_node("link_records")[0].metadata["hitungan"].value
    assert isinstance(counts, dict)
    return dict(counts)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """The record of one twin."""
    began = time.monotonic()
    marks: dict[str, float] = {}

    def mark(name: str) -> None:
        marks[name] = round(time.monotonic() - began - sum(marks.values()), 1)

    # the survey has no part in linkage
    made = twin.generate(
        options.work,
        options.families,
        options.seed,
        [options.release],
        hard=options.hard,
        susenas=500,
    )
    mark("twin")
    settings = cli.configure(options.work / "home", options.work / "landing")
    counts = link_only(settings, options.release)
    mark("path")
    with warehouse.connect(settings, read_only=True) as con:
        result = evaluate(con, appraise.declared_linkage(con), options.work / "truth", blocks=True)
    mark("evaluate")
    return {
        "people": made["kebenaran"]["orang"],
        "model": model_of(settings),
        "linkage": counts["skor"],
        "seconds": marks,
        "peak_mb": peak_mb(),
        "result": result,
    }


def model_of(settings: Settings) -> dict[str, str]:
    """Name and SHA-256 of the model that scored."""
    import hashlib

    path = linkage_model.model_path(settings)
    return {"name": path.stem, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()[:12]}


def main() -> None:
    """Run once and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--families", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--release", default="2026T1")
    parser.add_argument("--hard", action="store_true")
    options = parser.parse_args()
    options.report.write_text(json.dumps(run(options)))


if __name__ == "__main__":
    main()
