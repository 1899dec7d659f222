"""Precision, recall and F1 with intervals from resampled people.

A pair belongs to one true person (true pairs) or half to each of two (false pairs), so that every
measure is a ratio of sums over people. People with equal counts are alike to the bootstrap:
drawing people with replacement is drawing the sizes of the groups of alike people from a
multinomial distribution, which is what is done here (Efron 1979; exact, not an approximation).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LOW, HIGH = 2.5, 97.5


def ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole``, nan where there is nothing to divide by."""
    result = np.full(np.broadcast(part, whole).shape, np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def scores(sums: Floats) -> Floats:
    """(…, 4) sums of precision part, precision whole, recall part, recall whole -> (…, 3).

    Last axis: precision, recall, F1 (harmonic mean of both).
    """
    precision = ratio(sums[..., 0], sums[..., 1])
    recall = ratio(sums[..., 2], sums[..., 3])
    return np.stack([precision, recall, ratio(2 * precision * recall, precision + recall)], -1)


def resampled(values: Floats, people: Ints, draws: int, seed: int) -> Floats:
    """Sums (draws, k) of ``draws`` samples of as many people as there are, with replacement.

    ``values`` (g, k) are the sums of one person of each group, ``people`` (g,) the group sizes.
    """
    total = int(people.sum())
    rng = np.random.default_rng(seed)
    chosen = rng.multinomial(total, people / total, size=draws).astype(np.float64)
    return chosen @ values


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 5)


def measure(values: Floats, people: Ints, draws: int, seed: int) -> dict[str, Any]:
    """``presisi``, ``recall``, ``f1``: each its value and ``selang`` (95 % interval).

    ``values`` as in :func:`scores`, per person of each group. None where nothing was found or
    nothing is true.
    """
    if not len(people):
        return {name: {"nilai": None, "selang": None} for name in ("presisi", "recall", "f1")}
    point = scores(people.astype(np.float64) @ values)
    drawn = scores(resampled(values, people, draws, seed))
    found = {}
    for place, name in enumerate(("presisi", "recall", "f1")):
        usable = drawn[:, place][~np.isnan(drawn[:, place])]
        ends = np.percentile(usable, [LOW, HIGH]).tolist() if len(usable) else []
        found[name] = {
            "nilai": _number(point[place]),
            "selang": [_number(end) for end in ends] or None,
        }
    return found
