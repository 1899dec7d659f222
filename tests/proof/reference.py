"""The unkilled run that killed ones are compared with, and copies of homes to start from."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_dtsen import cli
from dagster_dtsen.release import publish, store
from dagster_dtsen.settings import Settings
from tests.proof import inspect_home
from tests.proof.child import call

RELEASES = ("2026T1", "2026T2")
FAMILIES = 300
SEED = 1
AFTER_FIRST = "sesudah"
FACTS = "rujukan.json"


def enter(home: Path, landing: Path) -> Settings:
    """Settings of a child that works on ``home``; its temporary files lie beside the home."""
    temporary = home.with_name(home.name + ".tmp")
    temporary.mkdir(parents=True, exist_ok=True)
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None
    return cli.configure(home, landing)


def runner(home: Path, landing: Path, release: str | None = None) -> Callable[[], None]:
    """``dtsen run`` as a call for a child: the command itself, not a part of it."""

    def run() -> None:
        enter(home, landing)
        cli.run(landing=landing, home=home, release=release)

    return run


def answer(home: Path, landing: Path, question: Callable[[Settings], Any], log: Path) -> Any:
    """Ask ``question`` in a child and bring its answer back as JSON."""
    reply = log.with_name(log.name + ".json")
    reply.unlink(missing_ok=True)

    def ask() -> None:
        reply.write_text(json.dumps(question(enter(home, landing))))

    call(ask, log)
    return json.loads(reply.read_text())


def restore(source: Path | None, home: Path, landing: Path, log: Path) -> None:
    """Give ``home`` the content of ``source`` (None: an empty home), as if it had grown there.

    The readers' database names its files by their full path, so a copied one is made anew.
    """
    shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(home.with_name(home.name + ".tmp"), ignore_errors=True)
    if source is None:
        return
    shutil.copytree(source, home)

    def repoint() -> None:
        settings = enter(home, landing)
        publish.point_readers(settings, store.stored(settings)[-1])

    call(repoint, log)


def build(directory: Path) -> dict[str, Any]:
    """Make the twin and the reference below ``directory``; the facts about it.

    Leaves ``landing/``, ``sesudah/`` (the home with the first release) and ``rujukan.json`` with
    ``detik`` (seconds of each release in a forked run) and ``keadaan`` (state after both).
    """
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    home, log = directory / "home", directory / "log.txt"

    def make_twin() -> None:
        cli.twin_generate(out=directory, keluarga=FAMILIES, seed=SEED, releases=",".join(RELEASES))

    call(make_twin, log)
    landing = directory / "landing"
    first = call(runner(home, landing, RELEASES[0]), log)
    shutil.copytree(home, directory / AFTER_FIRST)
    second = call(runner(home, landing), log)
    facts = {
        "detik": {RELEASES[0]: first, RELEASES[1]: second},
        "keadaan": answer(home, landing, inspect_home.state, log),
    }
    (directory / FACTS).write_text(json.dumps(facts, indent=2, sort_keys=True))
    shutil.rmtree(home)
    return facts


def facts(directory: Path) -> dict[str, Any]:
    """The facts of a reference built before."""
    content: dict[str, Any] = json.loads((directory / FACTS).read_text())
    return content
