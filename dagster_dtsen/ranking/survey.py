"""Shares in a survey with their standard errors: strata, sampling units, weights.

Taylor linearisation of a ratio (Wolter 2007), sampling units taken as drawn with replacement within
strata. A stratum of one unit is put together with the others of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]
# of the standard normal, for an interval of 95 percent
NORMAL = 1.959964


@dataclass(frozen=True)
class Sample:
    """Weights (n,) and the numbers of each household's sampling unit and of its unit's stratum."""

    weight: Floats
    unit: npt.NDArray[np.int64]
    stratum: npt.NDArray[np.int64]

    def part(self, which: Bools) -> Sample:
        """The households ``which``; units and strata keep their numbers."""
        return Sample(self.weight[which], self.unit[which], self.stratum)


def sample(weight: Floats, unit: Strings, stratum: Strings) -> Sample:
    """The design of households (n,) from the names of their units and strata."""
    names, at = np.unique(unit, return_inverse=True)
    first = np.zeros(len(names), dtype=np.int64)
    first[at[::-1]] = np.arange(len(unit))[::-1]
    _, of_unit = np.unique(stratum[first], return_inverse=True)
    alone = np.bincount(of_unit)[of_unit] == 1
    of_unit = np.where(alone, of_unit.max() + 1, of_unit)
    return Sample(weight, at, of_unit)


def ratio(design: Sample, above: Floats, below: Floats) -> tuple[float, float]:
    """Sum of weighted ``above`` over that of ``below`` (n,), and its standard error."""
    whole = float(design.weight @ below)
    if whole <= 0:
        return float("nan"), float("nan")
    found = float(design.weight @ above) / whole
    return found, spread(design, (above - found * below) / whole)


def spread(design: Sample, linear: Floats) -> float:
    """Standard error of the weighted sum of ``linear`` (n,)."""
    total = np.bincount(design.unit, weights=design.weight * linear, minlength=len(design.stratum))
    units = np.bincount(design.stratum)
    mean = np.bincount(design.stratum, weights=total) / np.maximum(units, 1)
    squares = np.bincount(design.stratum, weights=(total - mean[design.stratum]) ** 2)
    factor = np.where(units > 1, units / np.maximum(units - 1, 1), 0.0)
    return float(np.sqrt(factor @ squares))
