"""`python -m tests.bench.restore --size 1200`: backup and restore of a home, against a bare copy.

A home of ``--size`` MB: a small sealed release and an archive of random files, a few large ones
and many small. Each side in a process of its own: an encrypted backup, a second one that finds
everything stored, the check of every file, the restoration, and ``shutil.copyfile`` of the same
files, flushed to disk as the restoration is. Appends a record to docs/results/bench_restore.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from dagster_dtsen import backups, cli
from dagster_dtsen.files import sync_tree
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.meter import Meter
from tests.bench.run import busy_others, load, machine, side
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "bench_restore.jsonl"
# shares of the bytes by size of file, in MB
_SIZES = ((128, 0.5), (8, 0.4), (0.25, 0.1))
_KEY = "kunci-untuk-bangku-uji-4c11"


def prepare(settings: Settings, size: int, seed: int) -> int:
    """The home; gives its number of files."""
    from tests.release.hand_made import publish

    publish(settings, "2026T1")
    generator = np.random.default_rng(seed)
    count = 0
    for each, share in _SIZES:
        for _ in range(round(size * share / each)):
            count += 1
            folder = settings.archive_dir / f"{count % 256:02x}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{count:064x}").write_bytes(generator.bytes(int(each * 1e6)))
    return count


def _copy(settings: Settings, work: Path) -> None:
    """The kept folders, copied one file after the other."""
    target = work / "polos"
    for name in ("arsip", "rilis"):
        shutil.copytree(settings.root / name, target / name, copy_function=shutil.copyfile)
    sync_tree(target)


def _restore(settings: Settings, work: Path) -> None:
    target = settings.model_copy(update={"home": work / "pulih"})
    backups.restore(target, work / "cadangan")


_SIDES: dict[str, Callable[[Settings, Path], object]] = {
    "cadangkan": lambda settings, work: backups.backup(settings, work / "cadangan"),
    "lagi": lambda settings, work: backups.backup(settings, work / "cadangan"),
    "periksa": lambda settings, work: backups.verify(settings, work / "cadangan", number=1),
    "pulihkan": _restore,
    "polos": _copy,
}


def measure(settings: Settings, work: Path, size: int, seed: int) -> dict[str, Any]:
    """Every side once, one after the other; seconds, MB/s and the ratio to the bare copy."""
    files = prepare(settings, size, seed)
    before = busy_others()
    names = ("cadangkan", "lagi", "periksa", "pulihkan")
    found = {name: side(__spec__.name, name, work) for name in names}
    between = busy_others()
    found["polos"] = side(__spec__.name, "polos", work)
    kept = [path for name in ("arsip", "rilis") for path in (settings.root / name).rglob("*")]
    megabytes = sum(path.stat().st_size for path in kept if path.is_file()) / 1e6
    for name, told in found.items():
        if name != "lagi":
            told["mb_per_detik"] = round(megabytes / told["wall"], 1)
    return {
        "mb": round(megabytes),
        "berkas": files,
        "benih": seed,
        "mesin": machine(settings),
        "beban": load(before, between, busy_others()),
        "sisi": found,
        "rasio": {
            key: round(found["pulihkan"][key] / found["polos"][key], 2) for key in ("wall", "cpu")
        },
        **versions(),
    }


def main() -> None:
    """Measure in an empty folder and append the record, or run one side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1200, help="MB")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_restore")
    parser.add_argument("--results", type=Path, default=FILE)
    parser.add_argument("--side", choices=_SIDES)
    options = parser.parse_args()
    os.environ["DTSEN_BACKUP_KEY"] = _KEY
    settings = cli.configure(options.work / "home")
    if options.side:
        import pandas  # noqa: F401 (the engine loads it at the first parameter)

        meter = Meter()
        _SIDES[options.side](settings, options.work)
        meter.mark(options.side)
        report = meter.report()
        found = {key: report[key] for key in ("start", "wall", "cpu", "peak_mb")}
        (options.work / f"{options.side}.json").write_text(json.dumps(found))
        return
    shutil.rmtree(options.work, ignore_errors=True)
    try:
        record = measure(settings, options.work, options.size, options.seed)
    finally:
        shutil.rmtree(options.work, ignore_errors=True)
    append(record, options.results)
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
