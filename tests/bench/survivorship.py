"""`python -m tests.bench.survivorship --families 30000 --seeds 1 [--hard]`: values of the register.

Makes a twin per seed, builds the register of its third release by the real path and counts, per
variable, how often the value is the true one: as the update policy chose it, when the newest
record wins, and when one provider is asked. Appends one line per twin to
docs/results/survivorship.jsonl and skips what stands there already for the present code;
``--table`` prints the tables of docs/register.md from that file.
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
from tests.bench import survivorship_table
from tests.bench.quality import known, seeds_of
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "survivorship.jsonl"
KIND = "survivorship"


def measure(options: argparse.Namespace, seed: int) -> dict[str, Any]:
    """One twin in a process of its own; its files are removed afterwards unless kept."""
    name = "-".join([str(options.families), str(seed), "hard" if options.hard else "default"])
    work: Path = options.work / "-".join([name, *options.late])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    report = work / "report.json"
    command = [sys.executable, "-m", "tests.bench.survivorship_path", "--work", str(work)]
    command += ["--report", str(report), "--families", str(options.families)]
    command += ["--seed", str(seed), *(["--hard"] if options.hard else [])]
    command += ["--late", *options.late] if options.late else []
    subprocess.run(
        command, cwd=PROJECT_DIR, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ)
    )
    content: dict[str, Any] = json.loads(report.read_text())
    if not options.keep:
        shutil.rmtree(work)
    return content


def main() -> None:
    """Measure what is missing, or print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.survivorship", description=__doc__)
    parser.add_argument("--families", type=int, default=30_000)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--late", nargs="*", default=[], help="providers whose last file is absent")
    parser.add_argument("--keep", action="store_true", help="leave twin and home in --work")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "survivorship")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    text = options.results.read_text() if options.results.exists() else ""
    records = [json.loads(line) for line in text.splitlines() if line]
    if options.table:
        print(survivorship_table.markdown(records))
        return
    for seed in seeds_of(options.seeds):
        asked = {
            "kind": KIND,
            "families": options.families,
            "seed": seed,
            "hard": options.hard,
            "late": options.late,
            "versions": versions(),
        }
        if known(records, asked):
            continue
        record = asked | measure(options, seed)
        append(record, options.results)
        print(survivorship_table.tables(record), flush=True)


if __name__ == "__main__":
    main()
