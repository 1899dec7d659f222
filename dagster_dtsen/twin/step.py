"""One interval of a world: draws and risks in it, and which families need a new KK number."""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.rng import Floats, Ints
from dagster_dtsen.twin.state import World


class Step:
    """One interval of a world: how long it is, and which families need a new KK number."""

    def __init__(self, world: World, end: int) -> None:
        world.step += 1
        self.world, self.start, self.end = world, world.day, end
        self.years = (end - world.day) / YEAR
        self.renew = np.full(len(world.families.id), -1, dtype=np.int64)

    def name(self, purpose: str) -> str:
        """The purpose of a draw in this step."""
        return f"{purpose}@{self.end}"

    def risk(self, rate: float | Floats) -> Floats:
        """Probability within the step of an event with a yearly rate."""
        return np.asarray(1 - np.exp(-np.asarray(rate) * self.years))

    def when(self, purpose: str, ids: Ints) -> Ints:
        """A day in the step, after its start."""
        u = self.world.dice.uniform(self.name(purpose), ids)
        return self.start + 1 + (u * (self.end - self.start)).astype(np.int64)

    def new_kk(self, families: Ints, day: Ints) -> None:
        """Note that families get a new KK number on a day (the last one counts)."""
        short = len(self.world.families.id) - len(self.renew)
        self.renew = np.concatenate([self.renew, np.full(short, -1, dtype=np.int64)])
        np.maximum.at(self.renew, families, day)
