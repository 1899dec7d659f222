"""Whom a provider reaches: families by welfare, so that a set share of people is covered."""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin.rng import Bools, Floats
from dagster_dtsen.twin.state import HIDUP, MENINGGAL, World
from dagster_dtsen.twin.welfare import MEAN, SPREAD


def standardised(log_y: Floats) -> Floats:
    """Welfare of families on the scale of the items; +inf for families that have ended."""
    return (log_y - MEAN) / SPREAD


def poor_first(
    world: World, purpose: str, score: Floats, share: float, width: float, able: Floats | float
) -> Bools:
    """Families (f,) that a provider lists; the chance falls with ``score`` (f,).

    The chance is a falling logistic curve of ``width``, whose middle is set so that a ``share``
    of the living is covered when of every listed family a part ``able`` (by person) is.
    """
    people = world.people
    alive = people.status == HIDUP
    each = np.broadcast_to(able, alive.shape)[alive]
    reached_people = np.bincount(people.fam[alive], weights=each, minlength=len(score))
    weight: Floats = reached_people / float(alive.sum())
    known = weight > 0
    part, level = weight[known], score[known]
    low, high = -12.0, 12.0
    for _ in range(50):
        middle = (low + high) / 2
        reached = float(np.sum(part * falling(level, middle, width)))
        low, high = (middle, high) if reached < share else (low, middle)
    # rounded, so that the last bits of a long sum decide nothing
    chance = falling(score, round(high, 9), width)
    return world.dice.chance(purpose, world.families.id, chance)


def falling(score: Floats, middle: float, width: float) -> Floats:
    """The chance of being listed: 0.985 for the poorest, 0.01 for the richest."""
    return np.asarray(0.975 / (1 + np.exp((score - middle) / width)) + 0.01)


def dead_listed(world: World, purpose: str, share: float, living: int, near: Bools) -> Bools:
    """The dead (n,) who are still listed beside ``living`` others: a ``share`` of all records.

    They are drawn from ``near`` (members of listed families) and, when those are too few, from
    the dead of families that are no longer listed.
    """
    dead = world.people.status == MENINGGAL
    close, far = int((dead & near).sum()), int((dead & ~near).sum())
    wanted = share / (1 - share) * living
    first = min(1.0, wanted / max(close, 1))
    second = min(1.0, max(wanted - first * close, 0.0) / max(far, 1))
    chance = np.where(near, first, second)
    return np.asarray(dead & world.dice.chance(purpose, world.people.id, chance))
