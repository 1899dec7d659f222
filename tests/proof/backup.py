"""Backups taken while a run is going on, restored elsewhere, give the same releases."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import backups
from dagster_dtsen.release import status, store
from dagster_dtsen.settings import Settings
from tests.proof import reference
from tests.proof.child import Child, call
from tests.proof.place import Place
from tests.proof.reference import AFTER_FIRST, RELEASES

BACKUP_KEY = "kunci-cadangan-bukti-3e77"
# at seeded moments of the second release; one more follows when it is published
_BACKUPS = 3
FIRST, SECOND = (f"{name}.v1" for name in RELEASES)


def backup_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Back up at seeded moments of the second release, and after it; restore every generation.

    Each is restored into a home of its own, its fingerprints are computed anew and compared with
    the unkilled reference. One generation made during the run, drawn by the seed, then runs the
    second release and must publish the same one. ``work_dir`` is used up. Gives ``seed``,
    ``moments`` (s after the start of the run), ``generations``, ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    os.environ["DTSEN_BACKUP_KEY"] = BACKUP_KEY
    generator = random.Random(f"{seed}:cadangan")
    place = Place(work_dir / "home", reference_dir / "landing", work_dir / f"c{seed}.log")
    target = work_dir / "cadangan"
    known = reference.facts(reference_dir)
    window = known["detik"][RELEASES[1]]
    moments = sorted(generator.uniform(0, window) for _ in range(_BACKUPS))
    prints = reference.expected(reference_dir, RELEASES[1])["sidik"]
    failures: list[str] = []
    made: list[dict[str, Any]] = []
    try:
        place.restore(reference_dir / AFTER_FIRST)
        run = Child(place.runner(RELEASES[1]), place.log)
        apart = Place(place.home, place.landing, work_dir / f"b{seed}.log")
        for moment in moments:
            run.wait(max(0.0, moment - (time.monotonic() - run.started)))
            made.append(apart.answer(lambda s: backups.backup(s, target)))
        run.finish()
        made.append(apart.answer(lambda s: backups.backup(s, target)))
        apart.answer(lambda s: backups.verify(s, target))
        for told in made:
            failures += _restored(work_dir, place, target, told, prints)
        chosen = generator.randrange(_BACKUPS)
        failures += _goes_on(work_dir, place, target, made[chosen], prints)
    except RuntimeError as error:
        failures.append(str(error))
    if set(made[-1]["rilis"] if made else []) != {FIRST, SECOND}:
        failures.append("the last generation lacks a release")
    return {
        "seed": seed,
        "moments": [round(item, 1) for item in moments],
        "generations": [sorted(told["rilis"]) for told in made],
        "bytes": made[-1]["byte"] if made else 0,
        "seconds": round(time.monotonic() - began, 1),
        "failures": failures,
    }


def _elsewhere(work_dir: Path, place: Place, number: int) -> Place:
    home = work_dir / f"pulih{number}"
    return Place(home, place.landing, work_dir / f"r{number}.log")


def _restored(
    work_dir: Path, place: Place, target: Path, told: dict[str, Any], prints: dict[str, str]
) -> list[str]:
    """Restore one generation, compare its fingerprints, remove it."""
    number = told["generasi"]
    home = _elsewhere(work_dir, place, number)

    def restore(settings: Settings) -> dict[str, str]:
        backups.restore(settings, target, number)
        status.verify_seals(settings, every=True)
        return {item.name: item.manifest["sidik"]["rilis"] for item in store.versions(settings)}

    found = home.answer(restore)
    shutil.rmtree(home.home)
    wanted = {name: prints[name] for name in told["rilis"]}
    right = found == wanted == told["rilis"] and FIRST in found
    return [] if right else [f"generation {number}: {found}, expected {wanted}"]


def _goes_on(
    work_dir: Path, place: Place, target: Path, told: dict[str, Any], prints: dict[str, str]
) -> list[str]:
    """Restore one generation and run the second release there."""
    number = told["generasi"]
    home = _elsewhere(work_dir, place, number)
    home.answer(lambda s: backups.restore(s, target, number).told)
    call(home.runner(RELEASES[1]), home.log)
    found = home.answer(
        lambda s: {item.name: item.manifest["sidik"]["rilis"] for item in store.versions(s)}
    )
    return [] if found == prints else [f"run after generation {number}: {found}"]
