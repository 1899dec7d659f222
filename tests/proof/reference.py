"""The unkilled run that killed ones are compared with."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import twin
from tests.proof import child, inspect_home
from tests.proof.child import Child, call
from tests.proof.place import Place

RELEASES = ("2026T1", "2026T2")
FAMILIES = 300
SEED = 1
SUSENAS = 2000  # households of the training survey
# what follows it is sealing the results and publishing
_LAST_GATE = "gerbang publishable"
_LOG, _DONE = "log.txt", "✓"
AFTER_FIRST = "sesudah"
FACTS = "rujukan.json"


def build(directory: Path) -> dict[str, Any]:
    """Make the twin and the reference below ``directory``; the facts about it.

    Leaves ``landing/``, ``truth/``, ``home/``, ``sesudah/`` (the home when it had the first release
    alone) and ``rujukan.json`` with ``detik`` (seconds of each release in a forked run),
    ``detik_akhir`` (those after the last gate) and ``keadaan`` (state after each).
    """
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    place = Place(directory / "home", directory / "landing", directory / _LOG)

    def make_twin() -> None:
        twin.generate(directory, FAMILIES, SEED, list(RELEASES), susenas=SUSENAS)

    call(make_twin, place.log)
    first, first_end = _timed(place, RELEASES[0])
    state_first = place.answer(inspect_home.state)
    shutil.copytree(place.home, directory / AFTER_FIRST)
    place.log.unlink()
    second, second_end = _timed(place, RELEASES[1])
    known = {
        "detik": {RELEASES[0]: first, RELEASES[1]: second},
        "detik_akhir": {RELEASES[0]: first_end, RELEASES[1]: second_end},
        "keadaan": {RELEASES[0]: state_first, RELEASES[1]: place.answer(inspect_home.state)},
    }
    (directory / FACTS).write_text(json.dumps(known, indent=2, sort_keys=True))
    return known


def _timed(place: Place, release: str) -> tuple[float, float]:
    """Run ``release``; seconds in all, and after the last gate."""
    run = Child(place.runner(release), place.log)
    to_gate = until_last_gate(run, place.log)
    seconds = run.finish()
    return seconds, seconds - to_gate


def until_last_gate(run: Child, log: Path) -> float:
    """Wait until ``run`` tells that it passed the last gate, or ends; the seconds since its start.

    ``log`` tells of nothing else; it is there once the run has begun.
    """
    while not run.wait(0.02):
        if passed_last_gate(log):
            break
    return time.monotonic() - run.started


def passed_last_gate(log: Path) -> bool:
    """Whether the run that writes ``log`` has told that it passed the last gate."""
    return log.exists() and _LAST_GATE in log.read_text(errors="replace")


def stages(directory: Path) -> list[float]:
    """Seconds of every stage of the second release in the reference run, in order."""
    lines = (directory / _LOG).read_text(errors="replace").splitlines()
    return [float(line.split()[-2]) for line in lines if _DONE in line]


def stages_done(log: Path) -> int:
    """How many stages the run that writes ``log`` has told of."""
    return log.read_text(errors="replace").count(_DONE) if log.exists() else 0


def facts(directory: Path) -> dict[str, Any]:
    """The facts of a reference built before."""
    content: dict[str, Any] = json.loads((directory / FACTS).read_text())
    return content


def expected(directory: Path, release: str, key: str | None = None) -> dict[str, Any]:
    """The state a home must have after ``release``, in an encrypted one as ``key`` leaves it."""
    state: dict[str, Any] = facts(directory)["keadaan"][release]
    return inspect_home.under_a_key(state) if key else state


if __name__ == "__main__":
    # folder to build in, a home with the project parsed
    child.warm(Path(sys.argv[2]))
    build(Path(sys.argv[1]))
