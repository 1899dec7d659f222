"""`python -m tests.bench.release --families 330000`: freezing, sealing, history, publication.

Two releases of a twin: the first is built whole, the second up to its valid register. Then, each
in a process of its own on the same home: the rest of the release job for the second (its steps
measured one by one), a bare DuckDB script that copies the same tables to Parquet in the same order,
and the opening of the release that was published. With ``--keep`` a home that is prepared is
measured again. Appends a record to docs/results/bench_release.jsonl.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import cli, orchestrate, warehouse
from dagster_dtsen.release import as_of, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, TABLES
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.meter import Meter
from tests.bench.run import busy_others, load, machine, make_twin, side
from tests.proof import child
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "bench_release.jsonl"
RELEASES = ["2026T1", "2026T2"]
# what stands before it is built with the register; ranking and marts are run, but not the measure
GROUPS = ("release", "history", SNAPSHOT, "ranking", "agregat", "marts", RESULT)
STEPS = ("dbt_release", "seal_snapshot", "gerbang_frozen", "publish_release")


def prepare(settings: Settings) -> None:
    """The first release published, the second up to the register that is to be frozen."""
    import dagster as dg

    from tests.bench.survivorship_path import LAYERS
    from tests.tools.part_of_run import needed, run_part

    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        orchestrate.run_release(settings, ReleaseId.parse(RELEASES[0]), lambda *_: None)
        run_part(RELEASES[1], needed(dg.AssetSelection.groups(*LAYERS)))


def system(settings: Settings) -> dict[str, Any]:
    """The rest of the release job; the report of the meter, and bytes and rows sealed."""
    import dagster as dg

    from tests.tools.part_of_run import run_part

    child.preload()
    # what an earlier measurement published; its history is taken back by the models themselves
    shutil.rmtree(store.final_dir(settings, ReleaseId.parse(RELEASES[1]), 1), ignore_errors=True)
    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        orchestrate.resolve_job(settings, orchestrate.JOB)
        selection = dg.AssetSelection.groups(*GROUPS).required_multi_asset_neighbors()
        meter = Meter()
        run_part(RELEASES[1], selection, lambda step, _: meter.mark(step))
    report = meter.report()
    measured = [item for item in report["stages"] if item["stage"] in STEPS]
    return report | {
        "ukuran": {key: round(sum(item[key] for item in measured), 2) for key in ("wall", "cpu")},
        "rilis": _sealed(settings),
    }


def _sealed(settings: Settings) -> dict[str, Any]:
    item = store.named(settings, RELEASES[1])
    tables = [table for layer in item.manifest["lapisan"].values() for table in layer.values()]
    return {
        "tabel": len(tables),
        "baris": sum(table["baris"] for table in tables),
        "byte": sum(file["byte"] for table in tables for file in table["berkas"]),
        "individu": item.manifest["ringkasan"]["individu"],
        "keluarga": item.manifest["ringkasan"]["keluarga"],
    }


def bare(settings: Settings) -> dict[str, Any]:
    """Every table of both layers to one Parquet file in key order, and nothing else."""
    target = settings.root.with_name("polos")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    with warehouse.connect(settings, read_only=True) as con:
        meter = Meter()
        for layer in (SNAPSHOT, RESULT):
            for table in TABLES:
                if table.layer == layer:
                    order = ", ".join(table.key)
                    con.execute(
                        f"copy (from {table.relation} order by {order}) to "
                        f"'{target / table.name}.parquet' (format parquet, compression zstd)"
                    )
            meter.mark(layer)
    size = sum(path.stat().st_size for path in target.iterdir())
    shutil.rmtree(target)
    return meter.report() | {"byte": size}


def opening(settings: Settings) -> dict[str, Any]:
    """An as-of of the release: the opening alone, and the whole command."""
    began = time.monotonic()
    with as_of.opened(settings, RELEASES[1]) as release:
        first = round(time.monotonic() - began, 3)
        tables = len(release.tables)
    began = time.monotonic()
    command = [sys.executable, "-m", "dagster_dtsen.cli", "as-of", RELEASES[1], "--json"]
    subprocess.run(command, cwd=PROJECT_DIR, check=True, capture_output=True)
    return {"tabel": tables, "buka": first, "perintah": round(time.monotonic() - began, 2)}


_SIDES = {"prepare": prepare, "system": system, "bare": bare, "opening": opening}


def main() -> None:
    """Make the twin and the home, measure every side, print, append."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=330_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_release")
    parser.add_argument("--keep", action="store_true", help="measure a home that is prepared")
    parser.add_argument("--results", type=Path, default=FILE)
    parser.add_argument("--side", choices=_SIDES)
    options = parser.parse_args()
    work: Path = options.work
    settings = cli.configure(work / "home", work / "landing")
    if options.side:
        found = _SIDES[options.side](settings)
        (work / f"{options.side}.json").write_text(json.dumps(found))
        return
    if not options.keep:
        shutil.rmtree(work, ignore_errors=True)
        make_twin(work, options.families, options.seed, *RELEASES)
        side(__spec__.name, "prepare", work)
    before = busy_others()
    whole = side(__spec__.name, "system", work)
    between = busy_others()
    plain = side(__spec__.name, "bare", work)
    record = {
        "keluarga": options.families,
        "benih": options.seed,
        "mesin": machine(settings),
        "beban": load(before, between, busy_others()),
        "sistem": whole,
        "polos": plain,
        "buka": side(__spec__.name, "opening", work),
        "rasio": {key: round(whole["ukuran"][key] / plain[key], 2) for key in ("wall", "cpu")},
        **versions(),
    }
    append(record, options.results)
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
