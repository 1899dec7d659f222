"""`python -m tests.bench.quality --families 30000 --seeds 1-5 [--hard]`: linkage quality.

Makes a twin per seed, links its records by the real path and evaluates them against the truth.
Appends one line per twin to docs/results/quality.jsonl and skips what stands there already for
the present code and model; ``--table`` prints the table of docs/linkage.md from that file.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import PROJECT_DIR
from tests.bench import quality_table
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "quality.jsonl"
KIND = "linkage"


def seeds_of(text: str) -> list[int]:
    """``1-3,7`` -> [1, 2, 3, 7]."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def known(records: list[dict[str, Any]], asked: dict[str, Any]) -> bool:
    """Whether a line of the file answers the question for the present code."""
    return any(all(record.get(key) == asked[key] for key in asked) for record in records)


def measure(options: argparse.Namespace, seed: int) -> dict[str, Any]:
    """One twin in a process of its own; its files are removed afterwards."""
    work: Path = options.work / f"{options.families}-{seed}-{'hard' if options.hard else 'default'}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    report = work / "report.json"
    command = [sys.executable, "-m", "tests.bench.quality_path", "--work", str(work)]
    command += ["--report", str(report), "--families", str(options.families)]
    command += ["--seed", str(seed), "--release", options.release]
    command += ["--hard"] if options.hard else []
    subprocess.run(
        command, cwd=PROJECT_DIR, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ)
    )
    content: dict[str, Any] = json.loads(report.read_text())
    if not options.keep:
        shutil.rmtree(work)
    return content


def main() -> None:
    """Measure what is missing, or print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quality", description=__doc__)
    parser.add_argument("--families", type=int, default=30_000)
    parser.add_argument("--seeds", default="1-5")
    parser.add_argument("--release", default="2026T1")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave twin and home in --work")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "quality")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    text = options.results.read_text() if options.results.exists() else ""
    records = [json.loads(line) for line in text.splitlines() if line]
    if options.table:
        print(quality_table.markdown(records))
        return
    for seed in seeds_of(options.seeds):
        asked = {
            "kind": KIND,
            "families": options.families,
            "seed": seed,
            "release": options.release,
            "hard": options.hard,
            "versions": versions(),
        }
        if known(records, asked):
            continue
        record = asked | measure(options, seed)
        append(record, options.results)
        print(quality_table.line(record), flush=True)


if __name__ == "__main__":
    main()
