"""Publications while four processes read the readers' database again and again."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import cli_versions
from dagster_dtsen.release import publish, store
from dagster_dtsen.release.fingerprint import table_fingerprint
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings
from tests.proof import inspect_home
from tests.proof.child import Child, call
from tests.proof.place import Place
from tests.proof.reference import AFTER_FIRST, RELEASES
from tests.proof.version import revoke

FIRST, SECOND = (f"{name}.v1" for name in RELEASES)
READERS = 4
POINTED = 6  # publications by a rollback, beside the two releases that are built
_PART = 4  # tables of a layer that one opening reads
_WHY = "bukti"
# whose delivery is revoked before the new version, so that it is another; in the second release
PROVIDER, _DAY = "p3ke", dt.date(2026, 4, 1)


def hammer_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Publish eight times while four processes open, read and close without a pause.

    The second release is built, then a new version of it without one delivery; after that readers
    are pointed at other versions, drawn by the seed. A reader opens the readers' database as
    anybody does, reads the table of the release, then tables of both layers, and the first again;
    rows and fingerprints must be those of the manifest of the one release it named, and every view
    lie in its folder. Every seventh reading stays open over a second: then too it is one release.
    Gives ``seed``, ``publications`` and ``acts``,
    ``readers``, ``reads`` (openings), ``tables`` (read in them), ``seen`` (openings per release),
    ``mixed``, ``errors``, ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    place = Place(work_dir / "home", reference_dir / "landing", work_dir / f"p{seed}.log")
    stop = work_dir / "berhenti"
    failures: list[str] = []
    readers: list[Child] = []
    publications: list[str] = []
    try:
        place.restore(reference_dir / AFTER_FIRST)
        for number in range(READERS):
            log, report = work_dir / f"r{number}.log", work_dir / f"r{number}.json"
            readers.append(Child(_reader(place, stop, report, f"{seed}:{number}"), log))
        for what, act, shown in _acts(place, random.Random(f"pembaca:{seed}")):
            call(act, place.log)
            publications.append(what)
            now = place.answer(publish.published)
            failures += [] if now == shown else [f"{what}: readers see {now}, not {shown}"]
        failures += place.answer(lambda s: inspect_home.readers(s, [now]))
    except RuntimeError as error:
        failures.append(str(error))
    finally:
        stop.touch()
        failures += _ended(readers)
    told = [json.loads(path.read_text()) for path in sorted(work_dir.glob("r*.json"))]
    seen: dict[str, int] = {}
    for name, count in (item for one in told for item in one["seen"].items()):
        seen[name] = seen.get(name, 0) + count
    mixed = [item for one in told for item in one["mixed"]]
    errors = [item for one in told for item in one["errors"]]
    if len(seen) < len(RELEASES) + 1:
        failures.append(f"readers saw only {sorted(seen)}")
    return {
        "seed": seed,
        "publications": len(publications),
        "acts": publications,
        "readers": len(told),
        "reads": sum(one["reads"] for one in told),
        "tables": sum(one["tables"] for one in told),
        "seen": seen,
        "mixed": len(mixed),
        "errors": len(errors),
        "seconds": round(time.monotonic() - began, 1),
        "failures": failures + mixed[:3] + errors[:3],
    }


def _acts(place: Place, dice: random.Random) -> list[tuple[str, Callable[[], None], str]]:
    """The publications in order: what is done, how, and the release that readers see then."""
    second = f"{RELEASES[1]}.v2"

    def anew() -> None:
        revoke(place.enter(), PROVIDER, RELEASES[1], _DAY)
        cli_versions.rebuild(RELEASES[1], _WHY, "uji", place.landing, place.home)

    def pointed(name: str) -> Callable[[], None]:
        def act() -> None:
            place.enter()
            cli_versions.rollback(name, _WHY, "uji", place.home)

        return act

    acts = [(SECOND, place.runner(RELEASES[1]), SECOND), (second, anew, second)]
    for _ in range(POINTED):
        name = dice.choice([item for item in (FIRST, SECOND, second) if item != acts[-1][2]])
        acts.append((f"rollback {name}", pointed(name), name))
    return acts


def _ended(readers: list[Child]) -> list[str]:
    """Failures of readers that did not end, or not well."""
    found = []
    for number, reader in enumerate(readers):
        try:
            reader.finish(120)
        except RuntimeError as error:
            found.append(f"reader {number}: {error}")
    return found


def _reader(place: Place, stop: Path, report: Path, seed: str) -> Callable[[], None]:
    """A process that reads until ``stop`` is there and then writes ``report``."""

    def read_on() -> None:
        settings = place.enter()
        dice = random.Random(f"pembaca:{seed}")
        told = Told()
        while not stop.exists():
            told.reads += 1
            try:
                told.reading(settings, dice)
            except (duckdb.Error, OSError, ValueError) as error:
                told.errors.append(f"{type(error).__name__}: {error}"[:300])
        report.write_text(json.dumps(vars(told)))

    return read_on


class Told:
    """What one reader has seen."""

    def __init__(self) -> None:
        self.reads = self.tables = 0
        self.seen: dict[str, int] = {}
        self.mixed: list[str] = []
        self.errors: list[str] = []

    def reading(self, settings: Settings, dice: random.Random) -> None:
        """Open once, read some tables, compare with the manifest of the release it names."""
        path = settings.root / publish.PUBLISHED_FILE
        # the engine alone, as any reader opens it; no settings of the system
        con = duckdb.connect(str(path), read_only=True)
        try:
            named = con.execute(_NAMED).fetchall()
            name = str(named[0][0])
            manifest = json.loads((settings.releases_dir / name / store.MANIFEST).read_text())
            wrong = [] if named[0][1] == manifest["sidik"]["rilis"] else ["rilis"]
            folder = str(settings.releases_dir / name) + "/"
            strangers = con.execute(_STRANGERS, [folder]).fetchall()
            wrong += [f"view {item[0]}" for item in strangers]
            for layer in (SNAPSHOT, RESULT):
                sealed = manifest["lapisan"][layer]
                for table in dice.sample(sorted(sealed), _PART):
                    expected = sealed[table]
                    rows, fingerprint, _ = table_fingerprint(
                        con, f"{layer}.{table}", expected["kunci"]
                    )
                    self.tables += 1
                    if (rows, fingerprint) != (expected["baris"], expected["sidik"]):
                        wrong.append(f"{layer}.{table}")
                if self.reads % 7 == 0:
                    time.sleep(1)
            if con.execute(_NAMED).fetchall() != named:
                wrong.append("rilis at the end")
        finally:
            con.close()
        self.seen[name] = self.seen.get(name, 0) + 1
        self.mixed += [f"{name}: {item}" for item in wrong]


_STRANGERS = (
    "select schema_name || '.' || view_name from duckdb_views() "
    "where not internal and schema_name <> 'main' and not contains(sql, ?)"
)
_NAMED = "select id_rilis || '.v' || versi, sidik from main.rilis"
