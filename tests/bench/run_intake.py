"""`make bench`, second part: reception and row rules against DuckDB's own all-text read.

Never a timed test: it prints and appends a record to docs/results/bench_reception.jsonl.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_dtsen import cli
from dagster_dtsen.settings import PROJECT_DIR
from tests.bench import run as bench

FILE = PROJECT_DIR / "docs" / "results" / "bench_reception.jsonl"


def main() -> None:
    """Make the twin, run both sides, print, append."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="people")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_reception")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    work: Path = options.work / str(options.size)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    record = measure(work, options.size, options.seed)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    with options.results.open("a") as handle:
        handle.write(json.dumps(record, ensure_ascii=False) + "\n")
    show(record)


def measure(work: Path, size: int, seed: int) -> dict[str, Any]:
    """One comparison; both sides run one after the other in processes of their own."""
    landing = work / "landing"
    families = round(size / bench.PER_FAMILY)
    bench.run_module(
        *("-m", "dagster_dtsen.cli", "twin", "generate", "--out", str(work)),
        *("--keluarga", str(families), "--seed", str(seed), "--releases", bench.RELEASE),
    )
    before = bench.busy_others()
    system = bench.report(
        "tests.bench.intake", work, landing, "--home", "home", "--release", bench.RELEASE
    )
    between = bench.busy_others()
    bare = bench.report("tests.bench.intake_bare", work, landing, "--out", "polos")
    after = bench.busy_others()
    return {
        "people": size,
        "seed": seed,
        "versions": {"python": platform.python_version(), "duckdb": version("duckdb")},
        "machine": bench.machine(cli.configure(work / "home", landing)),
        "load": bench.load(before, between, after),
        "bytes": sum(path.stat().st_size for path in landing.rglob("*") if path.is_file()),
        "system": system,
        "bare": bare,
        "ratio": {
            key: round(system["loaded"][key] / bare[key], 2) for key in ("wall", "cpu", "peak_mb")
        },
    }


def show(record: dict[str, Any]) -> None:
    """Print one record, Indonesian first."""
    system, bare = record["system"], record["bare"]
    print(f"{record['people']:,} orang / people, {record['bytes'] / 1e6:,.0f} MB")
    for name, found in (*((item["stage"], item) for item in system["stages"]), ("polos", bare)):
        print(
            f"{name:<14}{found['wall']:>9.2f} s {found['cpu']:>9.2f} CPU s {found['peak_mb']:>7} MB"
        )
    print(f"Rekaman / records: {system['counts']} polos / bare: {bare['counts']}")
    print(f"Nisbah muat / load ratio: {record['ratio']}")
    print(f"Proses lain / what else ran: {record['load']['note']}")


if __name__ == "__main__":
    main()
