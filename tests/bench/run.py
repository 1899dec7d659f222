"""`make bench SIZE=100000`: the system's time and memory against a bare DuckDB script.

Never a timed test: it prints and appends a record to docs/results/bench.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console

from dagster_dtsen import cli
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.operators import slowest_model, top_operators
from tests.bench.show import show

FILE = PROJECT_DIR / "docs" / "results" / "bench.jsonl"
RELEASE = "2026T1"
# people per family of the twin
PER_FAMILY = 3.02
_LIBRARIES = ("dagster-dtsen", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "splink", "soda-core")


def main() -> None:
    """Make the twin, run both, compare, print, append."""
    record = take(measure, __doc__, "bench", FILE)
    show(record, Console(highlight=False, width=110))


def take(
    measured: Callable[[Path, int, int], dict[str, Any]], about: str | None, name: str, file: Path
) -> dict[str, Any]:
    """Measure in an empty folder below ``data/<name>`` and append the record to ``file``."""
    parser = argparse.ArgumentParser(prog="make bench", description=about)
    parser.add_argument("--size", type=int, default=100_000, help="people")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / name)
    parser.add_argument("--results", type=Path, default=file)
    options = parser.parse_args()
    work: Path = options.work / str(options.size)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    record = measured(work, options.size, options.seed)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    with options.results.open("a") as handle:
        handle.write(json.dumps(record, ensure_ascii=False) + "\n")
    return record


def measure(work: Path, size: int, seed: int) -> dict[str, Any]:
    """One comparison; both sides run one after the other in processes of their own."""
    landing = work / "landing"
    families = round(size / PER_FAMILY)
    twin = make_twin(work, families, seed, RELEASE)
    before = busy_others()
    system = report("tests.bench.system", work, landing, "--home", "home", "--release", RELEASE)
    between = busy_others()
    bare = report("tests.bench.bare", work, landing, "--out", "polos")
    after = busy_others()
    settings = cli.configure(work / "home", landing)
    node = slowest_model(system)
    return {
        "people": size,
        "families": families,
        "seed": seed,
        "release": RELEASE,
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in _LIBRARIES},
        "machine": machine(settings),
        "load": load(before, between, after),
        "twin": twin,
        "system": system,
        "bare": bare,
        "ratio": {key: round(system[key] / bare[key], 2) for key in ("wall", "cpu")},
        "slowest_model": node,
        "operators": top_operators(settings, node) if node else [],
    }


def run_module(*arguments: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, *arguments], cwd=PROJECT_DIR, check=True)
    return round(time.monotonic() - began, 1)


def make_twin(work: Path, families: int, seed: int, *releases: str) -> float:
    """Make the twin of a benchmark in ``work``; seconds."""
    return run_module(
        *("-m", "dagster_dtsen.cli", "twin", "generate", "--out", str(work)),
        *("--keluarga", str(families), "--seed", str(seed), "--releases", ",".join(releases)),
    )


def side(module: str, name: str, work: Path) -> dict[str, Any]:
    """What ``module --side name`` left in ``work``, run in a process of its own."""
    run_module("-m", module, "--side", name, "--work", str(work))
    found: dict[str, Any] = json.loads((work / f"{name}.json").read_text())
    return found


def report(module: str, work: Path, landing: Path, *rest: str) -> dict[str, Any]:
    """Run one side; arguments that name no option and no release are folders below ``work``."""
    file = work / f"{module.rsplit('.', 1)[1]}.json"
    places = [
        item if item.startswith("--") or item == RELEASE else str(work / item) for item in rest
    ]
    run_module("-m", module, "--landing", str(landing), "--report", str(file), *places)
    content: dict[str, Any] = json.loads(file.read_text())
    return content


def machine(settings: Settings) -> dict[str, Any]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        "threads": settings.threads,
        "memory_limit": settings.memory_limit,
        "peak": "VmHWM, reset per stage through clear_refs",
    }


def busy_others() -> float:
    """Busy share of all cores by other processes over two idle seconds of this one."""

    def busy() -> tuple[float, float]:
        numbers = [int(item) for item in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
        return sum(numbers) - numbers[3] - numbers[4], sum(numbers)

    used, total = busy()
    time.sleep(2)
    used_then, total_then = busy()
    return round((used_then - used) / max(total_then - total, 1), 2)


def load(before: float, between: float, after: float) -> dict[str, Any]:
    shares = [before, between, after]
    cores = os.cpu_count() or 1
    words = ", ".join(f"{share * cores:.1f}" for share in shares)
    when = "sebelum, di antara, sesudah / before, between, after"
    return {
        "busy_cores_by_others": [round(share * cores, 2) for share in shares],
        "note": f"inti sibuk / busy cores {when}: {words}",
    }


if __name__ == "__main__":
    main()
