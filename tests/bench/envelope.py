"""`python -m tests.bench.envelope --mb 2000`: a package sealed and opened, speed and memory.

Made-up parts of at most 200 MB (random bytes: nothing to compress) for one RSA recipient. Sealing,
checking and opening each in a process of its own. Peak memory is that of the process (VmHWM) plus
the largest of its children (openssl), as if both peaks fell together; Linux counts for a child at
least what its parent held when it was started. Sealing includes the check of the
whole package. Appends a record to docs/results/envelope.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import PROJECT_DIR, get_settings
from tests.bench import envelope_sides
from tests.bench.run import busy_others, machine, side
from tests.bench.run import load as busy
from tests.envelope import pki
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "envelope.jsonl"
GOALS = {"segel_mb_per_detik": 60, "segel_mb": 200, "buka_mb": 700}
_PART = 200_000_000
_CHUNK = 1_000_000


def prepare(work: Path, megabytes: int, seed: int) -> int:
    """Parts, keys and the folder of trust; the number of parts."""
    world, draw = pki.world(), random.Random(seed)
    (work / "terang").mkdir(parents=True)
    left, count = megabytes * 1_000_000, 0
    while left > 0:
        size = min(left, _PART)
        with (work / "terang" / f"bagian-{count:04}.parquet").open("wb") as handle:
            for start in range(0, size, _CHUNK):
                handle.write(draw.randbytes(min(_CHUNK, size - start)))
        left, count = left - size, count + 1
    trust = world.write_trust(work / "percaya")
    (trust / "antara.pem").write_bytes(pki.pem(world.between.certificate))
    world.agency.write(work / "kunci", "badan")
    world.rsa.write(work / "kunci", "penerima")
    return count


def measure(work: Path, megabytes: int, seed: int) -> dict[str, Any]:
    """Every side once, one after the other."""
    parts = prepare(work, megabytes, seed)
    loads, found = [busy_others()], {}
    for name in envelope_sides.SIDES:
        found[name] = side(envelope_sides.__name__, name, work)
        found[name]["mb_per_detik"] = round(megabytes / found[name]["wall"], 1)
        loads.append(busy_others())
    reached = {
        "segel_mb_per_detik": found["segel"]["mb_per_detik"],
        "segel_mb": found["segel"]["puncak_mb"],
        "buka_mb": found["buka"]["puncak_mb"],
    }
    return {
        "mb": megabytes,
        "bagian": parts,
        "benih": seed,
        "mesin": machine(get_settings()),
        "beban": busy(loads[0], loads[1], loads[-1]),
        "sisi": found,
        "tujuan": {name: [reached[name], GOALS[name]] for name in GOALS},
        **versions(),
    }


def main() -> None:
    """Measure in an empty folder and append the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_envelope")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    try:
        record = measure(options.work, options.mb, options.seed)
    finally:
        shutil.rmtree(options.work, ignore_errors=True)
    append(record, options.results)
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
