"""Precision and recall of a release from reviewed pairs, with intervals and without any truth.

The pairs of a release are cut into strata; of each stratum some are drawn and judged. A reviewer
errs, so what is judged is not what is true: how often follows from the pairs that two reviewers
judged without seeing each other's answer. Both are estimated together by Gibbs sampling (Geman and
Geman 1984) of a model with one error rate (Dawid and Skene 1979, symmetric): a pair of stratum h
is truly one person with probability p_h ~ Beta(1/2, 1/2), and every answer about it is wrong with
probability e. What was not drawn is filled in from p_h, so that the interval is one of the pairs at
hand and may end at exactly 0 or 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDS, BURN_IN = 3000, 500
SEED = 1
LEVEL = 0.95
DIGITS = 5
# joined pairs are nearly all right: a prior that knows it lets the interval reach their true share
PRIOR_FALSE_JOINED = 0.1
# what is thought of a reviewer before anything was judged twice: about 3 % wrong, 1 to 10 %
PRIOR_WRONG, PRIOR_RIGHT = 1.5, 48.5


@dataclass(frozen=True)
class Stratum:
    """Pairs of one kind and what was judged of them.

    ``size``: pairs of the stratum; ``joined``: the release says that they are one person;
    ``answers``: number of drawn pairs by (answers "one person", answers in all).
    """

    name: str
    joined: bool
    size: int
    answers: dict[tuple[int, int], int]

    @property
    def drawn(self) -> int:
        """Pairs judged at least once."""
        return sum(self.answers.values())


@dataclass(frozen=True)
class Interval:
    """An estimate between the bounds of its interval; all None when nothing can be said."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Estimate:
    """What the reviews say: of the pairs joined, of the pairs that belong together, of reviewers.

    ``agreement``: share of pairs judged twice or more on which two answers agree (of all pairs of
    answers), None when none was; ``wrong``: share of wrong answers.
    """

    precision: Interval
    recall: Interval
    wrong: Interval
    agreement: float | None
    judged: int
    judged_twice: int


def agreement(strata: list[Stratum]) -> float | None:
    """Share of pairs of answers about one pair of records that say the same."""
    same = both = 0
    for stratum in strata:
        for (yes, all_), count in stratum.answers.items():
            no = all_ - yes
            same += count * (math.comb(yes, 2) + math.comb(no, 2))
            both += count * math.comb(all_, 2)
    return same / both if both else None


def estimate(strata: list[Stratum], *, rounds: int = ROUNDS, seed: int = SEED) -> Estimate:
    """Precision (over joined strata) and recall (over all) with intervals of ``LEVEL``.

    Deterministic for a ``seed``. Strata of which nothing was judged are filled in from the prior
    alone, which makes the interval as wide as it must be. Raises ValueError when more pairs of a
    stratum were judged than it has.
    """
    if any(stratum.drawn > stratum.size for stratum in strata):
        raise ValueError("more pairs judged than the stratum has")
    if not any(stratum.size for stratum in strata):
        nothing = Interval(None, None, None)
        return Estimate(nothing, nothing, nothing, None, 0, 0)
    hits, wrong = _sample(strata, rounds, seed)
    joined = np.array([stratum.joined for stratum in strata])
    sizes = np.array([stratum.size for stratum in strata], dtype=np.int64)
    found, missed = hits[:, joined].sum(axis=1), hits[:, ~joined].sum(axis=1)
    true = found + missed
    made = int(sizes[joined].sum())
    some = true > 0
    return Estimate(
        _interval(found / made) if made else Interval(None, None, None),
        _interval(found[some] / true[some]) if some.any() else Interval(None, None, None),
        _interval(wrong),
        agreement(strata),
        sum(stratum.drawn for stratum in strata),
        sum(n for stratum in strata for (_, all_), n in stratum.answers.items() if all_ > 1),
    )


def _interval(draws: Floats) -> Interval:
    """Mean and the shortest interval that holds ``LEVEL`` of the draws.

    Shares near 0 or 1 have their likeliest value at the end of the scale, which an interval of
    equal tails would leave out. Rounded outwards, so that no machine's last bit shows.
    """
    ordered = np.sort(draws)
    inside = math.ceil(LEVEL * len(ordered))
    widths = ordered[inside - 1 :] - ordered[: len(ordered) - inside + 1]
    first = int(widths.argmin())
    low, high = ordered[first], ordered[first + inside - 1]
    scale = 10**DIGITS
    return Interval(
        round(float(draws.mean()), DIGITS),
        math.floor(low * scale) / scale,
        math.ceil(high * scale) / scale,
    )


def _sample(strata: list[Stratum], rounds: int, seed: int) -> tuple[Ints, Floats]:
    """Draws of the true pairs per stratum (rounds, strata) and of the error rate (rounds)."""
    rng = np.random.Generator(np.random.PCG64(seed))
    rows = [
        (number, yes, all_, count)
        for number, stratum in enumerate(strata)
        for (yes, all_), count in sorted(stratum.answers.items())
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    where, yes, all_, count = table.T
    sizes = np.array([stratum.size for stratum in strata], dtype=np.int64)
    drawn = np.bincount(where, weights=count, minlength=len(strata)).astype(np.int64)
    false = np.array([PRIOR_FALSE_JOINED if stratum.joined else 0.5 for stratum in strata])
    p = np.full(len(strata), 0.5)
    e = PRIOR_WRONG / (PRIOR_WRONG + PRIOR_RIGHT)
    hits = np.zeros((rounds, len(strata)), dtype=np.int64)
    wrong = np.zeros(rounds)
    for turn in range(-BURN_IN, rounds):
        # a pattern of answers belongs to a true pair with the odds of prior times likelihood
        odds = np.log(p[where]) - np.log1p(-p[where])
        odds += (2 * yes - all_) * (math.log1p(-e) - math.log(e))
        true = rng.binomial(count, 1 / (1 + np.exp(-np.clip(odds, -500, 500))))
        per = np.bincount(where, weights=true, minlength=len(strata)).astype(np.int64)
        p = np.clip(rng.beta(0.5 + per, false + drawn - per), 1e-12, 1 - 1e-12)
        errors = int((true * (all_ - yes) + (count - true) * yes).sum())
        answers = int((count * all_).sum())
        e = min(float(rng.beta(PRIOR_WRONG + errors, PRIOR_RIGHT + answers - errors)), 0.49)
        e = max(e, 1e-9)
        if turn >= 0:
            hits[turn] = per + rng.binomial(sizes - drawn, p)
            wrong[turn] = e
    return hits, wrong
