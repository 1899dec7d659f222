"""`make bench`, second part: reception and row rules against DuckDB's own all-text read.

Never a timed test: it prints and appends a record to docs/results/bench_reception.jsonl.
"""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_dtsen import cli
from dagster_dtsen.settings import PROJECT_DIR
from tests.bench import run as bench

FILE = PROJECT_DIR / "docs" / "results" / "bench_reception.jsonl"


def main() -> None:
    """Make the twin, run both sides, print, append."""
    show(bench.take(measure, __doc__, "bench_reception", FILE))


def measure(work: Path, size: int, seed: int) -> dict[str, Any]:
    """One comparison; both sides run one after the other in processes of their own."""
    landing = work / "landing"
    families = round(size / bench.PER_FAMILY)
    bench.make_twin(work, families, seed, bench.RELEASE)
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
