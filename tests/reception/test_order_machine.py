"""Deliver, redeliver, late, correct, revoke, in any order: the same set gives the same release."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.reception.orders import (
    CUT_OFFS,
    PERIODS,
    Arrival,
    Event,
    Revocation,
    in_force,
    outcome,
)

FIRST, SECOND = PERIODS
_EXAMPLES = 12
_STEPS = 7


class Deliveries(RuleBasedStateMachine):
    """Collects a series of events; at its end it is played as it came and in other orders."""

    arrivals: Bundle[Arrival] = Bundle("arrivals")

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.kind = "penuh"
        self.day = 0

    def _enter(self, period: str, sent: dt.date, people: tuple[str, ...], words: int) -> Any:
        arrival = Arrival(period, sent, people, self.kind, words)
        self.events.append(arrival)
        return arrival

    def _later(self, base: dt.date) -> dt.date:
        """A sending day of its own: of two sendings of one day the id decides, as in the SQL."""
        self.day += 1
        return base + dt.timedelta(days=self.day)

    @initialize(kind=st.sampled_from(["penuh", "perubahan"]))
    def agree(self, kind: str) -> None:
        self.kind = kind

    @rule(target=arrivals, people=st.lists(st.sampled_from("abc"), min_size=1, max_size=2))
    def deliver(self, people: list[str]) -> Any:
        return self._enter(SECOND, self._later(PERIODS[SECOND]), tuple(people), 0)

    @rule(target=arrivals, days=st.integers(0, 150))
    def late(self, days: int) -> Any:
        """An old period, sent before or long after the newer one."""
        sent = self._later(PERIODS[FIRST] + dt.timedelta(days=days))
        return self._enter(FIRST, sent, ("d",), 0)

    @rule(arrival=arrivals, words=st.integers(0, 3))
    def redeliver(self, arrival: Arrival, words: int) -> None:
        """The same content under another file name, with another due date and agreement."""
        self._enter(arrival.period, arrival.sent, arrival.people, words)

    @rule(target=arrivals, arrival=arrivals)
    def correct(self, arrival: Arrival) -> Any:
        """The same period with other content; a broken line comes with it."""
        sent = self._later(arrival.sent)
        return self._enter(arrival.period, sent, (*arrival.people, "e,surplus"), 0)

    @rule(target=arrivals, arrival=arrivals, day=st.sampled_from(CUT_OFFS))
    def revoke(self, arrival: Arrival, day: dt.date) -> Any:
        self.events.append(Revocation(arrival, day))
        return multiple()

    def teardown(self) -> None:
        root = Path(tempfile.mkdtemp(prefix="urutan-"))
        try:
            self._compare(root)
        finally:
            shutil.rmtree(root)

    def _compare(self, root: Path) -> None:
        expected = outcome(root / "0", self.events, self.kind)
        sets = expected[:-1:5]
        for cut_off, rows in zip(CUT_OFFS, sets, strict=True):
            # columns: period 8, sent 5, in force 6
            found = {(row[8], row[5]) for row in rows if row[6]}
            assert found == in_force(self.events, cut_off)
        generator = random.Random(len(self.events))
        again = self.events + generator.choices(self.events, k=3) if self.events else []
        generator.shuffle(again)
        assert outcome(root / "1", again, self.kind) == expected


def test_the_same_set_of_deliveries_and_decisions_gives_the_same_release_set() -> None:
    run_state_machine_as_test(
        Deliveries,
        settings=settings(
            max_examples=_EXAMPLES,
            stateful_step_count=_STEPS,
            deadline=None,
            derandomize=True,
            # an example opens two homes: shrinking would take minutes
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
