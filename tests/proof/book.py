"""A series of deliveries and decisions gives the same ledger in every order."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import time
from pathlib import Path
from typing import Any

from tests.proof.child import call
from tests.reception.orders import CUT_OFFS, PERIODS, Arrival, Event, Revocation, outcome

_EVENTS = (5, 14)
_KINDS = ("penuh", "perubahan")


def book_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Play a seeded series as it came, then shuffled with repeats; both must leave the same.

    Gives ``seed``, ``seconds`` and ``failures``; ``reference_dir`` is not needed.
    """
    began = time.monotonic()
    work_dir.mkdir(parents=True, exist_ok=True)
    log = work_dir / f"b{seed}.log"
    log.unlink(missing_ok=True)
    root = work_dir / "buku"
    shutil.rmtree(root, ignore_errors=True)
    failures = []
    try:
        call(lambda: _play(root, seed), log)
        log.unlink()
    except RuntimeError as error:
        failures.append(str(error))
    shutil.rmtree(root, ignore_errors=True)
    seconds = round(time.monotonic() - began, 1)
    return {"seed": seed, "seconds": seconds, "failures": failures}


def _play(root: Path, seed: int) -> None:
    generator = random.Random(f"{seed}:buku")
    kind = generator.choice(_KINDS)
    events = _series(generator, kind)
    again = events + generator.choices(events, k=4)
    generator.shuffle(again)
    if outcome(root / "1", again, kind) != outcome(root / "0", events, kind):
        raise RuntimeError(f"another order, another ledger: {kind}, {len(events)} events")


def _series(generator: random.Random, kind: str) -> list[Event]:
    arrivals: list[Arrival] = []
    events: list[Event] = []
    for number in range(generator.randint(*_EVENTS)):
        act = generator.choice(("deliver", "redeliver", "correct", "revoke"))
        old = generator.choice(arrivals) if arrivals else None
        if old is None or act == "deliver":
            period = generator.choice(list(PERIODS))
            sent = PERIODS[period] + dt.timedelta(days=generator.randint(0, 150))
            old = Arrival(period, sent, (generator.choice("abc"),), kind)
            arrivals.append(old)
            events.append(old)
        elif act == "redeliver":
            words = generator.randint(1, 3)
            events.append(Arrival(old.period, old.sent, old.people, kind, words))
        elif act == "correct":
            sent = old.sent + dt.timedelta(days=generator.randint(0, 20))
            old = Arrival(old.period, sent, (*old.people, f"e{number},surplus"), kind)
            arrivals.append(old)
            events.append(old)
        else:
            events.append(Revocation(old, generator.choice(CUT_OFFS)))
    return events
