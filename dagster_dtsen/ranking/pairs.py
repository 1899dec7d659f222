"""Pairs of variables that say together what neither says alone, found without trees.

What a linear model leaves of a joint effect has no trace in either variable by itself, and trees
that split greedily walk past it. So every pair is looked at as a table of means (the search of Lou
et al. 2013), and the means of those that stand out are drawn towards zero by their noise.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from dagster_dtsen.ranking.pooling import between

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# steps of a number that share a row here; excess over chance (standard normal) that counts; sweeps
# that take the margins off; households of a mean at least
TOGETHER, EXCESS, SWEEPS, FEWEST = 4, 5.0, 8, 5
TINY = float(np.finfo(float).tiny)


def coarse(place: Ints, ordered: bool) -> Ints:
    """Boxes of a number joined to fewer; codes as they are; 0 stays a missing answer."""
    return (place + TOGETHER - 1) // TOGETHER if ordered else place


def _means(
    cell: Ints, shape: tuple[int, int], rest: Floats, weight: Floats
) -> tuple[Floats, Floats]:
    """Means (rows, columns) without margins, and their variances: infinite where few are."""
    size = shape[0] * shape[1]
    mass = np.bincount(cell, weights=weight, minlength=size).reshape(shape)
    total = np.bincount(cell, weights=weight * rest, minlength=size).reshape(shape)
    square = np.bincount(cell, weights=weight**2, minlength=size).reshape(shape)
    amount = np.bincount(cell, minlength=size).reshape(shape)
    amount[0, :] = amount[:, 0] = 0
    mass = np.where(amount >= FEWEST, mass, 0.0)
    mean = np.where(mass > 0, total / np.where(mass > 0, mass, 1.0), 0.0)
    for _ in range(SWEEPS):
        mean = mean - ((mass * mean).sum(1) / np.maximum(mass.sum(1), TINY))[:, None]
        mean = mean - ((mass * mean).sum(0) / np.maximum(mass.sum(0), TINY))[None, :]
    spread = float(weight @ rest**2 / weight.sum())
    variance = np.where(mass > 0, spread * square / np.where(mass > 0, mass, 1.0) ** 2, np.inf)
    return np.where(mass > 0, mean, 0.0), variance


def _freedom(variance: Floats) -> int:
    seen = np.isfinite(variance)
    return int(seen.sum() - seen.any(axis=1).sum() - seen.any(axis=0).sum() + 1)


def found(
    place: Ints, ordered: list[bool], rest: Floats, weight: Floats, most: int
) -> dict[tuple[int, int], Floats]:
    """Tables by pair of columns of ``place`` (n, v), over its boxes; ``rest`` (n,) is what is left.

    The strongest pairs first, each on what those before it leave; at most ``most``.
    """
    rough = np.column_stack(
        [coarse(column, own) for column, own in zip(place.T, ordered, strict=True)]
    )
    size = rough.max(axis=0) + 1
    strength = {}
    for i, j in combinations(range(rough.shape[1]), 2):
        cell = rough[:, i] * size[j] + rough[:, j]
        mean, variance = _means(cell, (int(size[i]), int(size[j])), rest, weight)
        free = _freedom(variance)
        if free > 0:
            strength[i, j] = (float((mean**2 / variance).sum()) - free) / np.sqrt(2 * free)
    tables: dict[tuple[int, int], Floats] = {}
    standing = [pair for pair, excess in strength.items() if excess > EXCESS]
    for i, j in sorted(standing, key=lambda pair: (-strength[pair], pair))[:most]:
        cell = rough[:, i] * size[j] + rough[:, j]
        mean, variance = _means(cell, (int(size[i]), int(size[j])), rest, weight)
        common = between(mean[np.isfinite(variance)], variance[np.isfinite(variance)])
        own = np.where(np.isfinite(variance), mean * common / (common + variance), 0.0)
        rest = rest - own.ravel()[cell]
        rows, columns = (coarse(np.arange(place[:, at].max() + 1), ordered[at]) for at in (i, j))
        tables[i, j] = own[np.ix_(rows, columns)]
    return tables
