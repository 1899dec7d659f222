"""The whole matrix of damages for one seed: the proof kind `mutasi`."""

from __future__ import annotations

import resource
import shutil
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.proof.child import call
from tests.reception.mutations import matrix

MEGABYTES = 1_500


def mutate_once(_: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Receive every damaged file of the matrix; ``work_dir`` is used up.

    Gives ``seed``, ``cases``, ``failures`` (what was wrong, no person's value), ``seconds``.
    """
    started = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    told = work_dir / "failures.txt"

    def run() -> None:
        settings = Settings.model_validate({"home": work_dir / "home", "db_key": None})
        with warehouse.connect(settings) as con:
            found = [
                text
                for case in matrix.cases()
                for text in matrix.failures(con, settings, case, seed)
            ]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found += [f"memory: {peak:.0f} MB"] if peak > MEGABYTES else []
        told.write_text("\n".join(found), encoding="utf-8")

    try:
        call(run, work_dir / "log.txt", limit=3600)
        failures = told.read_text(encoding="utf-8").splitlines()
    except RuntimeError as error:
        failures = [str(error)]
    return {
        "seed": seed,
        "cases": len(matrix.cases()),
        "failures": failures,
        "seconds": round(time.monotonic() - started, 1),
    }
