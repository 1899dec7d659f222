"""`make prove SLICE=n`: a resumable slice of the large counts (at most 30 minutes on 2 cores).

A slice continues where docs/results/prove.jsonl stops and says when all is done:

* ``kill``: 100 kills -9 at any moment of a run (tests/proof/kill.py)
* ``kill_terbit``: 20 kills -9 after the last gate, where the release is sealed and published
* ``kill_sandi``: 10 kills -9 in an encrypted home
* ``kill_beruntun``: 32 homes that grow through two releases under about 28 kills -9 each, also of
  rollbacks, backups, restorations and rebuilds (tests/proof/kill_series.py)
* ``penuh``: 20 points at which the disk gets full (tests/proof/disk_full.py); it mounts small file
  systems and is left out, which it says, where that is not permitted
* ``pembaca``: 3 homes with 8 publications each under 4 hammering readers (tests/proof/readers.py)
* ``urutan``: 100 orders of delivery, repeats in other words (tests/proof/order.py)
* ``urutan_buku``: 100 series of deliver, redeliver, late, correct and revoke against another order
  of the same, on reception and release set alone (tests/proof/book.py)
* ``arsip``: 2 homes built again from nothing but their archive, one of them encrypted
  (tests/proof/archive.py)
* ``cadangan``: 10 homes backed up while a release is being built, every generation restored
  elsewhere (tests/proof/backup.py)
* ``belah``: 20 random splits of the records of two releases, linked whole and from the base
  (tests/proof/split.py)
* ``tinjauan``: 200 reviews by simulated reviewers who err; the interval holds the truth in 93 %
  (tests/proof/reviewers.py)
* ``keputusan``: 12 streams of stewards' decisions over four releases and a change of model, 300
  decisions and more in all (tests/proof/decisions.py)
* ``koreksi``: 4 streams of corrections, restrictions and undos over five releases whose deliveries
  go on contradicting them (tests/proof/corrections.py)
* ``versi``: 4 deliveries revoked after publication, versions built anew, half of them killed on
  the way (tests/proof/version.py)
* ``hapus``: 8 erasures of persons from a home with two releases, half of them killed on the way;
  search, deliveries again, restoration (tests/proof/erasure.py)
* ``penanda``: 8 times a marked person in an encrypted home: nowhere in clear after a run that ends,
  fails or is killed, and after packages whose making is killed (tests/proof/marker.py)
* ``paket``: 20 times 50 tamperings with a sealed package (tests/proof/package.py)
* ``mutasi``: 20 seeds of every damage in every format (tests/reception/mutations)
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import PROJECT_DIR
from tests.proof import child, reference, results, small_disk
from tests.proof.archive import rebuild_once
from tests.proof.backup import backup_once
from tests.proof.book import book_once
from tests.proof.corrections import SECONDS, correct_once
from tests.proof.decisions import decide_once
from tests.proof.disk_full import fill_once
from tests.proof.erasure import erase_once
from tests.proof.kill import KEY, kill_once
from tests.proof.kill_series import kill_series_once
from tests.proof.marker import mark_once
from tests.proof.order import order_once
from tests.proof.package import SECONDS as PACKAGE_SECONDS
from tests.proof.package import package_once
from tests.proof.readers import hammer_once
from tests.proof.reviewers import review_all
from tests.proof.split import split_once
from tests.proof.version import version_once
from tests.reception.mutations.proof import mutate_once

GOALS = {
    "kill": 100,
    "kill_terbit": 20,
    "kill_sandi": 10,
    "kill_beruntun": 32,
    "penuh": 20,
    "pembaca": 3,
    "urutan": 100,
    "urutan_buku": 100,
    "arsip": 2,
    "cadangan": 10,
    "belah": 20,
    "tinjauan": 1,
    "keputusan": 12,
    "koreksi": 4,
    "versi": 4,
    "hapus": 8,
    "penanda": 8,
    "paket": 20,
    "mutasi": 20,
}
MINUTES = 27.0
_ROUTINES: dict[str, Callable[[Path, Path, int], dict[str, Any]]] = {
    "kill": kill_once,
    "kill_terbit": partial(kill_once, aim=True),
    "kill_sandi": partial(kill_once, key=KEY),
    "kill_beruntun": kill_series_once,
    "penuh": fill_once,
    "pembaca": hammer_once,
    "urutan": order_once,
    "urutan_buku": book_once,
    "arsip": rebuild_once,
    "cadangan": backup_once,
    "belah": split_once,
    "tinjauan": review_all,
    "keputusan": decide_once,
    "koreksi": correct_once,
    "versi": version_once,
    "hapus": erase_once,
    "penanda": mark_once,
    "paket": package_once,
    "mutasi": mutate_once,
}
# these need no home of an unkilled run to compare with; the most seconds one takes
_ALONE = {
    "mutasi": 600.0,
    "urutan_buku": 60.0,
    "tinjauan": 900.0,
    "koreksi": SECONDS,
    "paket": PACKAGE_SECONDS,
}


def main() -> int:
    """Run one slice; 1 when a proof failed, ever."""
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--slice", type=int, default=1, help="number of this slice, for the record")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--kind", choices=GOALS, nargs="+", default=list(GOALS), metavar="KIND")
    parser.add_argument("--results", type=Path, default=results.FILE)
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "prove")
    options = parser.parse_args()
    file = options.results
    kinds = list(options.kind)
    if "penuh" in kinds and not small_disk.permitted():
        print("penuh: tidak boleh memasang disk kecil, dilewati / may not mount, left out")
        kinds.remove("penuh")
    tasks = [(kind, seed) for kind in kinds for seed in results.pending(kind, GOALS[kind], file)]
    if tasks:
        child.warm()
        deadline = time.monotonic() + 60 * options.minutes
        workers = [_start(options, number, tasks, deadline) for number in range(options.workers)]
        for worker in workers:
            worker.wait(float("inf"))
        if any(worker.code for worker in workers):
            print(f"Irisan terhenti / slice stopped: {options.work}/*/worker.log", file=sys.stderr)
    return report(kinds, file)


def _start(
    options: argparse.Namespace, number: int, tasks: list[tuple[str, int]], deadline: float
) -> child.Child:
    directory = options.work / str(number)
    directory.mkdir(parents=True, exist_ok=True)
    # neighbours together: of two seeds one kills the first release, the other the second
    mine = [task for place, task in enumerate(tasks) if place // 2 % options.workers == number]
    log = directory / "worker.log"
    return child.Child(lambda: _work(directory, mine, deadline, options), log)


def _work(
    directory: Path, tasks: list[tuple[str, int]], deadline: float, options: argparse.Namespace
) -> None:
    """One worker: its own reference, then task after task until the time is over."""
    versions = results.versions()
    longest = max((_ALONE.get(kind, 0.0) for kind, _ in tasks), default=0.0)
    if any(kind not in _ALONE for kind, _ in tasks):
        # every slice measures its own reference, under the load its kills will meet
        facts = reference.build(directory / "reference")
        longest = 1.5 * sum(facts["detik"].values())
    for kind, seed in tasks:
        if time.monotonic() + longest > deadline:
            return
        outcome = _ROUTINES[kind](directory / "reference", directory / "work", seed)
        if results.code() != versions["code"]:
            raise RuntimeError("the sources changed during the slice; its last result is dropped")
        record = {"kind": kind, "slice": options.slice, "count": 1, **outcome, "versions": versions}
        results.append(record, options.results)
        longest = max(longest, outcome["seconds"])


def report(kinds: list[str], file: Path) -> int:
    """Print how far each kind is; 1 when a seed failed the last time it ran."""
    failed = 0
    for kind in kinds:
        known = results.latest(kind, file)
        bad = [record for record in known.values() if record["failures"]]
        here = sum(record["versions"]["code"] == results.code() for record in known.values())
        held = len(known) - len(bad)
        state = "selesai / done" if held >= GOALS[kind] else "bersambung / to be continued"
        print(
            f"{kind}: {held} dari/of {GOALS[kind]} terbukti / proven, {len(bad)} gagal / failed, "
            f"{here} pada kode ini / on this very code — {state}"
        )
        for record in bad:
            print(f"  benih / seed {record['seed']}: {record['failures'][:3]}")
        failed += len(bad)
    done, broken = results.kills(file)
    print(f"kill -9: {done} dalam semua bukti / in all proofs, {broken} gagal / failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
