"""One twin up to the frozen register, then its values against the truth; a process of its own.

Run as ``python -m tests.bench.survivorship_path --work DIR --families N --seed S --report FILE``.
Three quarters are delivered and the release of the last is built, without what follows from the
register (scores, results, publication). With ``--late`` a provider's last delivery did not come,
so that its delivery of the quarter before is in force.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import cli, orchestrate, twin, warehouse
from dagster_dtsen.evaluation.truth import load_truth
from dagster_dtsen.settings import Settings
from tests.bench.meter import peak_mb
from tests.bench.survivorship_choice import compare
from tests.bench.survivorship_people import people
from tests.bench.survivorship_tables import build

RELEASES = ["2026T1", "2026T2", "2026T3"]
# all that is built with the register: a gate is one op, and a test may read a seed no model reads
LAYERS = (
    "aturan", "kamus", "klasifikasi", "wilayah", "rujukan",
    "reception", "standardised", "matched", "updated", "validated", "stewardship", "release",
)  # fmt: skip


def freeze(settings: Settings, release: str) -> None:
    """The release job up to the tables that are ready to be sealed."""
    import dagster as dg

    from tests.tools.part_of_run import needed, run_part

    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        run_part(release, needed(dg.AssetSelection.groups(*LAYERS)))


def measure(settings: Settings, truth: Path, release: str) -> dict[str, Any]:
    """What ``load_truth``, ``build``, ``compare`` and ``people`` find in the home."""
    with warehouse.connect(settings, read_only=True) as con:
        known = load_truth(con, truth, release)
        compared = build(con, truth, release)
        return {
            "rekaman": known,
            "dibandingkan": compared,
            "variabel": compare(con),
            "orang": people(con, truth),
        }


def run(options: argparse.Namespace) -> dict[str, Any]:
    """The record of one twin."""
    began = time.monotonic()
    # the survey has no part in the register
    twin.generate(
        options.work, options.families, options.seed, RELEASES, hard=options.hard, susenas=500
    )
    for provider in options.late:
        shutil.rmtree(options.work / "landing" / provider / RELEASES[-1])
    settings = cli.configure(options.work / "home", options.work / "landing")
    freeze(settings, RELEASES[-1])
    found = measure(settings, options.work / "truth", RELEASES[-1])
    return {**found, "seconds": round(time.monotonic() - began, 1), "peak_mb": peak_mb()}


def main() -> None:
    """Run once and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--families", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--late", nargs="*", default=[])
    parser.add_argument("--hard", action="store_true")
    options = parser.parse_args()
    options.report.write_text(json.dumps(run(options)))


if __name__ == "__main__":
    main()
