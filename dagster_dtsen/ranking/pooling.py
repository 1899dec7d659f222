"""Effects of small regions, drawn towards zero by how little their households can tell.

A random-effects mean per region of what the model left: between-region variance by DerSimonian and
Laird (1986), the variance of a region's mean from the spread of its sampling units.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import numpy.typing as npt

from dagster_dtsen.ranking.design import MISSING
from dagster_dtsen.ranking.linear import decimal

Floats = npt.NDArray[np.float64]
Strings = npt.NDArray[np.str_]


def between(mean: Floats, variance: Floats) -> float:
    """The variance (>= 0) between true values whose estimates (k,) have these variances."""
    trust = 1 / variance
    common = float(trust @ mean / trust.sum())
    excess = float(trust @ (mean - common) ** 2) - (len(mean) - 1)
    return max(0.0, excess / float(trust.sum() - trust @ trust / trust.sum()))


def effects(rest: Floats, weight: Floats, region: Strings, unit: Strings) -> dict[str, Decimal]:
    """Effect by region code, six decimals; ``kosong`` (also of regions unseen) is zero.

    ``rest`` (n,) is target minus prediction, ``region`` and ``unit`` name each household's region
    ('' when unknown) and sampling unit. Without units enough to tell regions apart all are zero.
    """
    known = region != ""
    units, at = np.unique(unit[known], return_inverse=True)
    mass = np.bincount(at, weights=weight[known], minlength=len(units))
    mean = np.bincount(at, weights=(weight * rest)[known], minlength=len(units)) / mass
    first = np.zeros(len(units), dtype=np.int64)
    first[at[::-1]] = np.flatnonzero(known)[::-1]
    names, group = np.unique(region[first], return_inverse=True)
    if len(units) <= len(names) or len(names) < 2:
        return dict.fromkeys([MISSING, *names.tolist()], Decimal("0.000000"))
    total = np.bincount(group, weights=mass)
    own = np.bincount(group, weights=mass * mean) / total
    spread = float(mass @ (mean - own[group]) ** 2 / mass.sum()) * len(units)
    spread /= len(units) - len(names)
    variance = spread * np.bincount(group, weights=mass**2) / total**2
    variance = np.maximum(variance, np.finfo(float).tiny)
    excess = between(own, variance)
    shrunk = own * excess / (excess + variance)
    values = [decimal(value) for value in shrunk.tolist()]
    return dict(sorted(zip([*names.tolist(), MISSING], [*values, decimal(0.0)], strict=True)))
