"""kill -9 again and again while one home grows through two releases and what follows them."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dagster_dtsen import backups, cli_versions
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings
from tests.proof import inspect_home, reference
from tests.proof.child import ATTEMPTS, Child, call
from tests.proof.kill import stage
from tests.proof.place import Kept, Place
from tests.proof.reference import RELEASES

FIRST, SECOND = (f"{name}.v1" for name in RELEASES)
# kills of every release: one in each tenth of its stages, in an order of the seed but for the last
_PARTS = 10
# seconds that the short acts take at most, and how often each is killed before it may end
_ROLLBACK, _BACKUP, _RESTORE = 0.8, 2.0, 2.0
_SHORT = 2
_EVERY = 4  # one seed of so many also kills a rebuild
_WHY = "bukti"


class Series:
    """The kills of one seed in one home: what was hit, and what was wrong after each."""

    def __init__(self, place: Place, limit: float) -> None:
        self.place, self.limit = place, limit
        self.hit: list[list[Any]] = []
        self.early = 0
        self.failures: list[str] = []

    def strike(
        self,
        what: str,
        act: Callable[[], None],
        delay: float,
        allowed: list[str | None],
        after: int = 0,
        beside: Sequence[Path] = (),
    ) -> None:
        """Kill ``act`` after ``delay`` seconds; readers must see one of ``allowed``, whole.

        The delay begins when the run has told of ``after`` stages. An act that ends before is
        counted as ``early`` and must have ended well; it is undone, in the home and in ``beside``,
        and begun again with half the delay.
        """
        place, log = self.place, self.place.log
        kept = Kept([place.home, *beside], place.home.with_name("sebelum"))
        for _ in range(ATTEMPTS):
            log.unlink(missing_ok=True)
            run = Child(act, log)
            while reference.stages_done(log) < after and not run.wait(0.02):
                pass
            ended = run.wait(delay)
            if ended:
                self.early += 1
                run.finish()
            else:
                run.kill()
                self.hit.append([what, round(delay, 2), stage(log) if log.exists() else "-"])
            found = place.answer(lambda s: _looked_at(s, allowed))
            self.failures += [f"kill {len(self.hit)} ({what}): {item}" for item in found]
            if not ended:
                return
            kept.put_back()
            delay, after = delay / 2, after // 2

    def finish(self, act: Callable[[], None]) -> None:
        """The same act once more, to its end."""
        self.place.log.unlink(missing_ok=True)
        call(act, self.place.log, self.limit)


def kill_series_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Grow one home through both releases under about 28 kills; compare with the unkilled one.

    Every run of a release is killed, looked at and begun again, in ten of its stages drawn from all
    of them, the last among the last; a run may end before its moment (``early``) and is undone. The
    run after them finishes the release; the second release follows in the same home. Then rollbacks
    there and back, backups and restorations are killed and done; one seed of four also kills
    `rebuild` of the second release, whose new version must have the fingerprint of the first. After
    every kill readers see one whole release or none yet and the lock is free. Gives ``seed``,
    ``kills``, ``early``, ``hit`` (what, delay in s, last stage finished), ``seconds`` and
    ``failures``. Nothing is done to the home but the same command again, so a line without failures
    is one without repair by hand.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    known = reference.facts(reference_dir)
    expected = reference.expected(reference_dir, RELEASES[1])
    place = Place(work_dir / "home", reference_dir / "landing", work_dir / f"b{seed}.log")
    series = Series(place, 60 + 2 * sum(known["detik"].values()))
    dice = random.Random(f"beruntun:{seed}")
    try:
        for release in RELEASES:
            _grow(series, reference.stages(reference_dir), release, dice)
        series.failures += place.answer(
            lambda s: inspect_home.finished(s, SECOND, expected, place.temporary)
        )
        _roll(series, dice)
        _back_up(series, work_dir, dice, expected["sidik"])
        if seed % _EVERY == 0:
            _anew(series, known, dice)
    except RuntimeError as error:
        series.failures.append(str(error))
    if not series.failures:
        place.log.unlink(missing_ok=True)
    return {
        "seed": seed,
        "kills": len(series.hit),
        "early": series.early,
        "hit": series.hit,
        "failures": series.failures,
        "seconds": round(time.monotonic() - began, 1),
    }


def _grow(series: Series, stages: list[float], release: str, dice: random.Random) -> None:
    """One release: killed in a stage of every tenth of them, then finished.

    ``stages``: the seconds of each in the reference run. Within a stage the moment is uniform.
    """
    before = None if release == RELEASES[0] else FIRST
    allowed = [before, f"{release}.v1"]
    run = series.place.runner(release)
    parts = list(range(_PARTS - 1))
    dice.shuffle(parts)
    for part in [*parts, _PARTS - 1]:
        number = int((part + dice.random()) / _PARTS * len(stages))
        series.strike(release, run, dice.uniform(0, stages[number]), allowed, after=number)
    series.finish(run)


def _roll(series: Series, dice: random.Random) -> None:
    """Readers are pointed at the first release and back; each way is killed, then done."""
    for name in (FIRST, SECOND):

        def back(target: str = name) -> None:
            series.place.enter()
            cli_versions.rollback(target, _WHY, "uji", series.place.home)

        for _ in range(_SHORT):
            series.strike("rollback", back, dice.uniform(0, _ROLLBACK), [FIRST, SECOND])
        series.finish(back)
        series.failures += series.place.answer(lambda s, seen=name: _looked_at(s, [seen]))


def _back_up(series: Series, work_dir: Path, dice: random.Random, prints: dict[str, str]) -> None:
    """Killed backups, a whole one, killed restorations of it, and the home a whole one gives."""
    target, place = work_dir / "cadangan", series.place

    def back() -> None:
        backups.backup(place.enter(), target, plain=True)

    for _ in range(_SHORT):
        series.strike("backup", back, dice.uniform(0, _BACKUP), [SECOND], beside=[target])
    series.finish(back)
    other = Series(Place(work_dir / "pulih", place.landing, place.log), series.limit)

    def lay_out() -> None:
        backups.restore(other.place.enter(), target, plain=True)

    for _ in range(_SHORT):
        other.strike("restore", lay_out, dice.uniform(0, _RESTORE), [None, SECOND])
        if other.place.home.exists():
            # killed when the home was whole and readers did not have it yet: a run opens it
            other.finish(other.place.runner(RELEASES[1]))
            other.failures += other.place.answer(lambda s: _looked_at(s, [SECOND]))
            shutil.rmtree(other.place.home)
    other.finish(lay_out)
    series.hit += other.hit
    series.early += other.early
    series.failures += other.failures
    found = other.place.answer(_prints)
    series.failures += [] if found == prints else [f"restored: {found}"]
    series.failures += other.place.answer(lambda s: _looked_at(s, [SECOND]))
    shutil.rmtree(other.place.home)


def _anew(series: Series, known: dict[str, Any], dice: random.Random) -> None:
    """A rebuild of the second release, killed twice; the next run finishes it."""
    place = series.place

    def rebuild() -> None:
        place.enter()
        cli_versions.rebuild(RELEASES[1], _WHY, "uji", place.landing, place.home)

    second = f"{RELEASES[1]}.v2"
    seconds = known["detik"][RELEASES[1]]
    series.strike("rebuild", rebuild, dice.uniform(0.1, 0.9) * seconds, [SECOND, second])
    run = place.runner(RELEASES[1])
    series.strike("rebuild, run", run, dice.uniform(0, 0.9) * seconds, [SECOND, second])
    series.finish(run)
    if second not in place.answer(_prints):
        series.finish(rebuild)  # killed before it was entered that it is wanted
    found = place.answer(_prints)
    if found.get(second) != found.get(SECOND):
        series.failures.append(f"rebuilt with nothing changed: {found}")
    series.failures += place.answer(lambda s: _looked_at(s, [second]))


def _prints(settings: Settings) -> dict[str, str]:
    return {item.name: item.manifest["sidik"]["rilis"] for item in store.versions(settings)}


def _looked_at(settings: Settings, allowed: list[str | None]) -> list[str]:
    """What is wrong with what a kill left to readers and to the next run."""
    found = inspect_home.readers(settings, allowed)
    if settings.root.exists() and not inspect_home.lock_is_free(settings):
        found.append("the run lock is held")
    return found
