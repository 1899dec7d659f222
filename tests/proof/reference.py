"""The unkilled run that killed ones are compared with."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from dagster_dtsen import twin
from tests.proof import child, inspect_home
from tests.proof.child import call
from tests.proof.place import Place

RELEASES = ("2026T1", "2026T2")
FAMILIES = 300
SEED = 1
SUSENAS = 2000  # households of the training survey
AFTER_FIRST = "sesudah"
FACTS = "rujukan.json"


def build(directory: Path) -> dict[str, Any]:
    """Make the twin and the reference below ``directory``; the facts about it.

    Leaves ``landing/``, ``truth/``, ``home/``, ``sesudah/`` (the home when it had the first release
    alone) and ``rujukan.json`` with ``detik`` (seconds of each release in a forked run) and
    ``keadaan`` (state after each).
    """
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    place = Place(directory / "home", directory / "landing", directory / "log.txt")

    def make_twin() -> None:
        twin.generate(directory, FAMILIES, SEED, list(RELEASES), susenas=SUSENAS)

    call(make_twin, place.log)
    first = call(place.runner(RELEASES[0]), place.log)
    state_first = place.answer(inspect_home.state)
    shutil.copytree(place.home, directory / AFTER_FIRST)
    second = call(place.runner(), place.log)
    known = {
        "detik": {RELEASES[0]: first, RELEASES[1]: second},
        "keadaan": {RELEASES[0]: state_first, RELEASES[1]: place.answer(inspect_home.state)},
    }
    (directory / FACTS).write_text(json.dumps(known, indent=2, sort_keys=True))
    return known


def facts(directory: Path) -> dict[str, Any]:
    """The facts of a reference built before."""
    content: dict[str, Any] = json.loads((directory / FACTS).read_text())
    return content


if __name__ == "__main__":
    child.warm()
    build(Path(sys.argv[1]))
