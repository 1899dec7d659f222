"""Corrections survive four quarters of deliveries that contradict them; only rules undo them.

Two homes take the same deliveries through the real release path. In one a seeded stream of
corrections is entered between the releases; the other has none and tells what the sources say. An
oracle in plain Python (tests/proof/correction_oracle.py) says what must be published.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Any

from dagster_dtsen import twin
from dagster_dtsen.release.ids import ReleaseId
from tests.proof import correction_oracle as oracle
from tests.proof import correction_stream as stream
from tests.proof import correction_view as views
from tests.proof.child import Child, call
from tests.proof.correction_check import Check
from tests.proof.place import Place

RELEASES = ("2026T1", "2026T2", "2026T3", "2026T4", "2027T1")
FAMILIES = 70
SUSENAS = 2000
LIMIT = 900.0  # seconds of one release
SECONDS = 900.0  # what one seed takes on a machine with other work


def correct_once(_reference: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Five releases with a stream of corrections before each but the first.

    Gives ``seed``, ``corrections`` (in the log), ``restrictions``, ``refused`` (entries by code),
    ``retold`` (values that the register says anew), ``checks``, ``unsure`` (verdicts that the
    oracle leaves open), ``reranked`` (families that corrections gave another score), ``statuses``
    (summed over releases), ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    run = _Run(work_dir, seed)
    try:
        run.all()
    except RuntimeError as error:
        run.failures.append(str(error))
    values = [act for act in run.entered.values if act.membatalkan is None]
    return {
        "seed": seed,
        "corrections": len(values),
        "undone": len(run.entered.values) - len(values),
        "restrictions": len(run.entered.shut),
        "refused": run.entered.refused,
        "retold": run.entered.retold,
        "checks": run.checks,
        "unsure": run.unsure,
        "reranked": run.reranked,
        "statuses": dict(sorted(run.statuses.items())),
        "seconds": round(time.monotonic() - began, 1),
        "failures": run.failures,
    }


class _Run:
    """Both homes, their landing folder, and what was seen."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.draw = random.Random(f"koreksi {seed}")
        self.landing = folder / "masuk"
        self.given = Place(folder / "koreksi", self.landing, folder / "koreksi.log")
        self.plain = Place(folder / "tanpa", self.landing, folder / "tanpa.log")
        self.entered = stream.Entered()
        self.touched: set[str] = set()
        self.checks = self.unsure = self.reranked = 0
        self.statuses: Counter[str] = Counter()
        self.failures: list[str] = []

    def all(self) -> None:
        asked = (self.folder, FAMILIES, 100 + self.seed, list(RELEASES))
        call(lambda: twin.generate(*asked, susenas=SUSENAS) and None, self.plain.log)
        self._arrive(RELEASES[0])
        call(self.plain.runner(RELEASES[0]), self.plain.log, LIMIT)
        # nothing is corrected before the first release: it is the same in both homes
        self.given.restore(self.plain.home)
        given, plain = self._look(RELEASES[0])
        judged = oracle.Judged()
        for number, release in enumerate(RELEASES[1:], 1):
            self._enter(release, given, plain)
            self._contradict(number, judged, plain)
            self._arrive(release)
            self._build(release)
            given, plain = self._look(release)
            judged = self._check(release, given, plain)

    def _enter(self, release: str, given: views.Tables, plain: views.Tables) -> None:
        opened = ReleaseId.parse(release).base.cut_off + dt.timedelta(days=1)
        asked = stream.wishes(self.draw, given, self.entered, opened)
        told = self.given.answer(lambda settings: stream.enter(settings, asked))
        stream.note(self.entered, asked, told, plain)

    def _contradict(self, number: int, judged: oracle.Judged, plain: views.Tables) -> None:
        """The register says something new about some: from now on, or in this quarter alone."""
        words = stream.new_words(self.draw, judged, plain)
        lasting = [word for word in words if self.draw.random() < 0.7]
        self.entered.retold += len(words)
        for later, release in enumerate(RELEASES[number:]):
            folder = self.folder / "landing" / "dukcapil" / release
            spoken = lasting if later else words
            call(lambda f=folder, w=spoken: stream.retell(f, w, number), self.plain.log)

    def _arrive(self, release: str) -> None:
        """Deliveries of before the end of the quarter, which the homes have not seen."""
        for source in (self.folder / "landing").glob("*/*"):
            target = self.landing / source.parent.name / source.name
            if source.name <= release and not target.exists():
                shutil.copytree(source, target)

    def _build(self, release: str) -> None:
        runs = [Child(place.runner(release), place.log) for place in (self.given, self.plain)]
        try:
            for run in runs:
                run.finish(LIMIT)
        finally:
            for run in runs:
                if run.code is None:
                    run.kill()

    def _look(self, release: str) -> tuple[views.Tables, views.Tables]:
        found = []
        for place in (self.given, self.plain):
            file = place.home.with_name(f"{place.home.name}-{release}.json")
            mine = place is self.plain
            place.answer(lambda s, f=str(file), m=mine: views.kept(s, release, m, f))
            found.append(json.loads(file.read_text()))
        return found[0], found[1]

    def _check(self, release: str, given: views.Tables, plain: views.Tables) -> oracle.Judged:
        day = ReleaseId.parse(release).cut_off.isoformat()
        sources = views.sources(plain, self.landing, day)
        judged = oracle.judge(self.entered.values, sources)
        closed = {oracle.subject(act, sources) for act in oracle.in_force(self.entered.shut, day)}
        shut = {who for who in closed if who is not None}
        check = Check(given, plain, sources, judged, shut, self.touched)
        check.run()
        persons = sorted(shut)
        check.failures += self.given.answer(lambda s: views.seen(s, release, persons))
        self.checks += check.checks + len(shut)
        self.unsure += check.unsure
        self.reranked += check.reranked
        self.statuses.update(state for _, _, state in judged.states.values())
        counted = Counter(check.failures)
        self.failures += [f"{release}: {text} ({n})" for text, n in sorted(counted.items())]
        return judged
