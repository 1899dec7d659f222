"""kill -9 at a random moment of a run, and everything that must hold afterwards."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import Settings
from tests.proof import child, inspect_home, reference
from tests.proof.child import ATTEMPTS, Child, call, tail
from tests.proof.place import Place
from tests.proof.reference import AFTER_FIRST, RELEASES

FIRST, SECOND = (f"{name}.v1" for name in RELEASES)
KEY = "kunci-untuk-bukti-91f2"


def kill_once(
    reference_dir: Path, work_dir: Path, seed: int, *, aim: bool = False, key: str | None = None
) -> dict[str, Any]:
    """Kill one run, look at what it left, run once more and compare with the unkilled run.

    ``reference_dir`` is filled by :func:`tests.proof.reference.build`; ``work_dir`` is used up. The
    calling process is fit to fork and warm (:mod:`tests.proof.child`). Even seeds kill the first
    release in an empty home, odd ones the second with the first published (with ``key``, in an
    encrypted home, always the first); the next run finishes that release and is compared with the
    reference at that release. The moment is uniform over the seconds the release took in the
    reference run, with ``aim`` over the seconds after the last gate; a run that ends before it is
    restored and killed at another moment.
    Gives ``seed``, ``phase``, ``delay`` (s), ``stage`` (last stage finished), ``attempts``,
    ``seconds`` and ``failures`` (empty when all held).
    """
    began = time.monotonic()
    work_dir.mkdir(parents=True, exist_ok=True)
    place = Place(work_dir / "home", reference_dir / "landing", work_dir / f"{seed}.log", key)
    second = seed % 2 == 1 and key is None
    result: dict[str, Any] = {"seed": seed, "phase": RELEASES[1] if second else RELEASES[0]}
    result |= _kill(reference_dir, place, seed, result["phase"], aim)
    result["stage"] = stage(place.log)
    failures = []
    known = reference.facts(reference_dir)
    # a run that waits for something a dead one held never ends
    limit = 60 + 2 * sum(known["detik"].values())
    phase = result["phase"]
    expected = reference.expected(reference_dir, phase, key)
    try:
        allowed = [FIRST, SECOND] if second else [None, FIRST]
        failures += place.answer(lambda s: _after_kill(s, allowed))
        result["resume_seconds"] = round(call(place.runner(phase), place.log, limit), 1)
        failures += place.answer(
            lambda s: _after_resume(s, f"{phase}.v1", expected, place.temporary)
        )
    except RuntimeError as error:
        failures.append(str(error))
    if not failures:
        place.log.unlink()
    return result | {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def _kill(reference_dir: Path, place: Place, seed: int, phase: str, aim: bool) -> dict[str, Any]:
    window = reference.facts(reference_dir)["detik_akhir" if aim else "detik"][phase]
    start_from = reference_dir / AFTER_FIRST if phase == RELEASES[1] else None
    for attempt in range(ATTEMPTS):
        delay = random.Random(f"{seed}:{attempt}").uniform(0, window)
        place.log.unlink(missing_ok=True)
        place.restore(start_from)
        run = Child(place.runner(phase), place.log)
        if aim:
            reference.until_last_gate(run, place.log)
        if not run.wait(delay):
            run.kill()
            return {"delay": round(delay, 2), "attempts": attempt + 1}
        if run.code != 0:
            raise RuntimeError(f"failed before it was killed: {tail(place.log)}")
        window *= 0.8
    raise RuntimeError(f"seed {seed}: {ATTEMPTS} runs ended before the kill")


def stage(log: Path) -> str:
    """The last stage that the killed run had reported as finished."""
    done = [line for line in log.read_text(errors="replace").splitlines() if "✓" in line]
    return " ".join(done[-1].split()[1:-2]) if done else "-"


def _after_kill(settings: Settings, allowed: list[str | None]) -> list[str]:
    found = inspect_home.readers(settings, allowed)
    if settings.root.exists() and not inspect_home.lock_is_free(settings):
        found.append("the run lock is held")
    return [f"after the kill: {item}" for item in found]


def _after_resume(
    settings: Settings, published: str, expected: dict[str, Any], temporary: Path
) -> list[str]:
    found = inspect_home.finished(settings, published, expected, temporary)
    return [f"after the next run: {item}" for item in found]


if __name__ == "__main__":
    # folders of the reference, of work and of a parsed home, [[seed, aim], …]; prints the outcomes
    folder, work, parsed, kills = sys.argv[1:]
    child.warm(Path(parsed))
    done = [kill_once(Path(folder), Path(work), seed, aim=aim) for seed, aim in json.loads(kills)]
    print(json.dumps(done))
