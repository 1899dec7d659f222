"""How well predicted expenditure finds the poor, on households the fit has not seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def poorest(value: Floats, weight: Floats, percent: int) -> Bools:
    """The households (n,) that make up the poorest ``percent`` of the weight; ties by position."""
    order = np.argsort(value, kind="stable")
    inside = np.empty(len(value), dtype=bool)
    inside[order] = np.cumsum(weight[order]) * 100 <= weight.sum() * percent
    return inside


def metrics(truth: Floats, score: Floats, weight: Floats, percent: int) -> dict[str, float]:
    """Measures of ``score`` (n,) against ``truth`` (n,), both ln rupiah, weighted by households.

    ``r2_tertimbang``; ``korelasi_peringkat`` (Spearman, unweighted); with the poorest ``percent``
    of either ranking: ``galat_inklusi``, the share of the truly non-poor that the score counts as
    poor, ``galat_eksklusi``, the share of the truly poor that it misses, ``galat_keseluruhan``, the
    share of all misplaced (definitions of Alatas et al. 2012).
    """
    mean = np.average(truth, weights=weight)
    rest = np.average((truth - score) ** 2, weights=weight)
    poor, chosen = poorest(truth, weight, percent), poorest(score, weight, percent)
    return {
        "r2_tertimbang": float(1 - rest / np.average((truth - mean) ** 2, weights=weight)),
        "korelasi_peringkat": float(np.corrcoef(rankdata(truth), rankdata(score))[0, 1]),
        "galat_inklusi": float(weight[chosen & ~poor].sum() / weight[~poor].sum()),
        "galat_eksklusi": float(weight[poor & ~chosen].sum() / weight[poor].sum()),
        "galat_keseluruhan": float(weight[poor != chosen].sum() / weight.sum()),
    }
