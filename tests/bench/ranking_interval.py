"""Whether the interval of 90 % holds on a register, before and after visits measured it anew.

A twin's first quarter is released; a random part of its ranked families is visited, which tells
what they truly spend; the model calibrated by it serves the second quarter, and the families that
were not visited judge both; the risks at limits are told too. One line per seed and model.

    python -m tests.bench.ranking_interval --seeds 1,2,3 --families 4000 --visited 1000
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_dtsen import calibrations, warehouse
from dagster_dtsen.appraise_ranking import evaluate_ranking, true_spending
from dagster_dtsen.ranking import register
from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.twin import generate
from tests.bench.run import machine

RESULTS = PROJECT_DIR / "docs" / "results" / "ranking_interval.jsonl"
QUARTERS = ["2026T1", "2026T2"]
_JUDGED = """
select
    count(*) as keluarga,
    avg(cast(t.pengeluaran_per_kapita between u.pengeluaran_terendah and u.pengeluaran_tertinggi
        as integer)) as di_dalam
from truth as t
inner join wh.ranking.ketidakpastian_keluarga as u on t.id_keluarga = u.id_keluarga
where t.id_keluarga not in (select id_keluarga from visited)
"""


def released(settings: Settings, twin: Path) -> None:
    """The path of a release for all that lies in the twin's landing folder."""
    own = {"DTSEN_HOME": str(settings.home), "DTSEN_LANDING": str(twin / "landing")}
    done = subprocess.run(
        [sys.executable, "-m", "dagster_dtsen.cli", "run"],
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])


def judged(settings: Settings, truth: pa.Table, visited: pa.Table) -> dict[str, Any]:
    """How many of the families that were not visited lie inside their interval of 90 %."""
    with warehouse.connect(settings, read_only=True) as con:
        con.register("truth", truth)
        con.register("visited", visited)
        families, inside = con.execute(_JUDGED).fetchall()[0]
    error = math.sqrt(inside * (1 - inside) / families)
    return {"keluarga": families, "di_dalam": round(inside, 4), "galat_baku": round(error, 4)}


def measure(seed: int, families: int, visits: int, folder: Path, *, calibrate: bool) -> Any:
    """One line of results; ``calibrate`` lets the visits decide before the second quarter."""
    settings = Settings(home=folder / "rumah", db_key=None)
    twin = folder / "kembar"
    generate(twin, families, seed, QUARTERS[:1])
    released(settings, twin)
    known = true_spending(settings, twin)
    drawn = np.random.default_rng(seed).permutation(len(known))[:visits]
    visited = known.take(pa.array(np.sort(drawn)))
    first = judged(settings, known, visited)
    if calibrate:
        file = folder / "kunjungan.parquet"
        pq.write_table(visited, file)
        model = calibrations.calibrate(settings, file, None, "bench")
        label = register.file_name(model.nama, model.sidik)
        register.approve(settings, label, "bench", "kalibrasi", QUARTERS[1])
    generate(twin, families, seed, QUARTERS)
    released(settings, twin)
    second = judged(settings, true_spending(settings, twin), visited)
    # risk of the other side of a programme's limit, as said and as it is, of all ranked families
    limits = evaluate_ranking(settings, twin)["ketidakpastian"]["batas"]
    return {"dikalibrasi": calibrate, QUARTERS[0]: first, QUARTERS[1]: second, "batas": limits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--families", type=int, default=4000)
    parser.add_argument("--visited", type=int, default=1000)
    parser.add_argument("--only", choices=["lama", "dikalibrasi"], help="one of the two runs")
    arguments = parser.parse_args()
    size = {"keluarga": arguments.families, "dikunjungi": arguments.visited}
    for seed in map(int, arguments.seeds.split(",")):
        for calibrate in (False, True):
            if arguments.only == ("lama" if calibrate else "dikalibrasi"):
                continue
            with tempfile.TemporaryDirectory() as folder:
                found = measure(
                    seed, arguments.families, arguments.visited, Path(folder), calibrate=calibrate
                )
            line = {"mesin": machine(Settings()), "seed": seed} | size | found
            with RESULTS.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
