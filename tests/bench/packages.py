"""`python -m tests.bench.packages --families 330000`: packages of a release, speed and memory.

Two made-up releases; a whole package with names of the first, the difference of the second, and
whom the first one concerns, each in a process of its own; against the engine alone, which writes
the granted columns of the first release in an order that tells nothing. Appends a record to
docs/results/packages.jsonl.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import PROJECT_DIR, get_settings
from tests.bench import packages_rows, packages_sides
from tests.bench.run import busy_others, machine, side
from tests.bench.run import load as busy
from tests.packages.small_register import grant
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "packages.jsonl"


def measure(work: Path, families: int) -> dict[str, Any]:
    """Every side once, one after the other."""
    here = packages_sides.place(work)
    people = packages_rows.publish_both(here.settings, families)
    grant(here, "bpkp", packages_sides.RECIPIENT, kegiatan="pemanfaatan", jalur="langsung")
    loads, found = [busy_others()], {}
    for name in packages_sides.SIDES:
        found[name] = side(packages_sides.__name__, name, work)
        loads.append(busy_others())
    return {
        "keluarga": families,
        "individu": people,
        "mesin": machine(get_settings()),
        "beban": busy(loads[0], loads[1], loads[-1]),
        "sisi": found,
        "penuh_per_mesin_saja": round(found["penuh"]["wall"] / found["mesin_saja"]["wall"], 2),
        **versions(),
    }


def main() -> None:
    """Measure in an empty folder and append the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=330_000)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_packages")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    try:
        record = measure(options.work, options.families)
    finally:
        shutil.rmtree(options.work, ignore_errors=True)
    append(record, options.results)
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
