"""`make bench-linkage FAMILIES=90000`: the linkage stage against Splink alone, and a quarter.

Both on the same records, the same frozen model, in processes of their own, one after the other.
Never a timed test: it prints and appends a record to docs/results/bench_linkage.jsonl;
``--exponent`` prints how time grows between the sizes measured on the newest code.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

from dagster_dtsen import cli
from dagster_dtsen.settings import PROJECT_DIR
from tests.bench import run as bench
from tests.proof.results import append, versions

MB_PER_MILLION = 700  # memory limit of the engine on the system's sides; the interpreter is on top
PER_FAMILY = 11.3  # records of the twin's main and supporting sources
FILE = PROJECT_DIR / "docs" / "results" / "bench_linkage.jsonl"
SIDES = ("first", "bare", "base", "whole", "part", "retrained")


def prepare(work: Path, families: int, seed: int) -> Path:
    """Warehouse file with the standardised records of a twin, made once per work folder."""
    source = work / f"{families}-{seed}-default" / "home"
    if not (source / "gudang.duckdb").exists():
        bench.run_module(
            *("-m", "tests.bench.quality", "--families", str(families), "--seeds", str(seed)),
            *("--keep", "--work", str(work), "--results", str(work / "mutu.jsonl")),
        )
    return source / "gudang.duckdb"


def measure(work: Path, families: int, seed: int, sides: tuple[str, ...] = SIDES) -> dict[str, Any]:
    """All sides once."""
    source = prepare(work, families, seed)
    home = work / "tautan"
    memory = f"{max(500, round(families * PER_FAMILY * MB_PER_MILLION / 1e6))}MB"
    found: dict[str, Any] = {}
    busy = [bench.busy_others()]
    for side in sides:
        report = work / f"{side}.json"
        bench.run_module(
            *("-m", "tests.bench.linkage_sides", side, "--home", str(home)),
            *("--source", str(source), "--report", str(report)),
            *(() if side == "bare" else ("--memory", memory)),
        )
        found[side] = json.loads(report.read_text())
        busy.append(bench.busy_others())
    records = found["first"]["counts"]["skor"]["rekaman"]
    core = sum(stage["wall"] for stage in found["bare"]["stages"] if stage["stage"] != "input")
    return {
        "kind": "linkage",
        "families": families,
        "seed": seed,
        "records": records,
        "machine": bench.machine(cli.configure(home, work)) | {"engine_limit": memory},
        "busy_cores_by_others": [round(share * 2, 2) for share in busy],
        **found,
        "ratio": {
            "stage_to_splink": round(found["first"]["wall"] / core, 3),
            "persons_to_splink": round(_persons(found["first"]) / core, 3),
            "cpu_to_splink": round(found["first"]["cpu"] / _core(found["bare"], "cpu"), 3),
            "quarter_to_whole": round(found["part"]["wall"] / found["whole"]["wall"], 3),
            "quarter_persons": round(_persons(found["part"]) / _persons(found["whole"]), 3),
            "mb_per_million": round(found["first"]["peak_mb"] / records * 1e6),
        },
        "versions": versions(),
    }


def _core(report: dict[str, Any], what: str) -> float:
    return sum(stage[what] for stage in report["stages"] if stage["stage"] != "input")


def _persons(report: dict[str, Any]) -> float:
    """Seconds without the families, which follow from the persons."""
    return sum(s["wall"] for s in report["stages"] if s["stage"] != "match_families")


def show(record: dict[str, Any]) -> None:
    """Print one record."""
    print(f"{record['records']:,} rekaman / records ({record['families']:,} keluarga / families)")
    for side in ("bare", "first", "whole", "part"):
        report = record[side]
        parts = ", ".join(f"{s['stage']} {s['wall']:.1f}" for s in report["stages"])
        print(
            f"{side:<6}{report['wall']:>8.1f} s {report['cpu']:>8.1f} CPU s "
            f"{report['peak_mb']:>6} MB  {parts}"
        )
    if "retrained" in record:
        print(f"Kesinambungan / continuity: {record['retrained']['continuity']}")
    print(f"Nisbah / ratios: {record['ratio']}")
    print(f"Proses lain, inti / busy cores by others: {record['busy_cores_by_others']}")


def exponent(file: Path) -> None:
    """Exponent of growth of wall seconds between neighbouring sizes, newest code only."""
    records = [json.loads(line) for line in file.read_text().splitlines() if line]
    code = records[-1]["versions"]["code"]
    sizes = {r["records"]: r for r in records if r["versions"]["code"] == code}
    known = sorted(sizes)
    for small, large in [*itertools.pairwise(known), (known[0], known[-1])]:
        growth = math.log(large / small)
        for side in ("first", "bare"):
            rise = math.log(sizes[large][side]["wall"] / sizes[small][side]["wall"])
            print(f"{side:<6}{small:>10,} → {large:>10,}: {rise / growth:.2f}")


def main() -> None:
    """Measure one size, or print the exponents."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.linkage", description=__doc__)
    parser.add_argument("--families", type=int, default=90_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_linkage")
    parser.add_argument("--results", type=Path, default=FILE)
    parser.add_argument("--exponent", action="store_true")
    parser.add_argument("--retrain", action="store_true", help="and continuity under a new model")
    options = parser.parse_args()
    if options.exponent:
        exponent(options.results)
        return
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    sides = tuple(side for side in SIDES if options.retrain or side != "retrained")
    record = measure(work, options.families, options.seed, sides)
    append(record, options.results)
    show(record)


if __name__ == "__main__":
    sys.exit(main())
