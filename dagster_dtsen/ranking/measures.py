"""How well scores find the poor, on households the fit has not seen: the evaluation kit.

Errors as Alatas et al. (2012) define them: inclusion, the share of the truly non-poor that the
score counts as poor; exclusion, the share of the truly poor that it misses.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score, roc_curve

from dagster_dtsen.ranking.survey import Sample, ratio, spread

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]
# households of a village below which no rank correlation is taken of it
LEAST_IN_VILLAGE = 5
CURVE_POINTS = 20


def poorest(value: Floats, weight: Floats, percent: float) -> Bools:
    """The households (n,) that make up the poorest ``percent`` of the weight; ties by position."""
    order = np.argsort(value, kind="stable")
    inside = np.empty(len(value), dtype=bool)
    inside[order] = np.cumsum(weight[order]) * 100 <= weight.sum() * percent
    return inside


def tenths(value: Floats, weight: Floats) -> npt.NDArray[np.int64]:
    """The decile 1-10 (n,) of each household by ``value``."""
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    found = np.empty(len(value), dtype=np.int64)
    found[order] = np.clip(np.ceil(reached * 10 - 1e-9), 1, 10)
    return found


def rank_correlation(first: Floats, second: Floats, weight: Floats) -> float:
    """Spearman's correlation with weights: of the shares of weight below each household."""
    if len(first) < 2:
        return float("nan")
    left, right = _ranks(first, weight), _ranks(second, weight)
    left = left - np.average(left, weights=weight)
    right = right - np.average(right, weights=weight)
    below = float(np.sqrt((weight @ left**2) * (weight @ right**2)))
    return float(weight @ (left * right)) / below if below > 0 else float("nan")


def _ranks(value: Floats, weight: Floats) -> Floats:
    _, at = np.unique(value, return_inverse=True)
    mass = np.bincount(at, weights=weight)
    return np.asarray((np.cumsum(mass) - mass / 2)[at])


def errors(truth: Floats, score: Floats, design: Sample, percent: float) -> dict[str, Any]:
    """Errors at one quota, each with its standard error; the quota is that of truth and score."""
    poor = poorest(truth, design.weight, percent)
    return _misplaced(poor, poorest(score, design.weight, percent), design)


def _misplaced(poor: Bools, chosen: Bools, design: Sample) -> dict[str, Any]:
    one = np.ones(len(poor))
    parts = {
        "eksklusi": (poor & ~chosen, poor),
        "inklusi": (chosen & ~poor, ~poor),
        "keseluruhan": (poor != chosen, one),
    }
    found = {
        name: ratio(design, a.astype(float), b.astype(float)) for name, (a, b) in parts.items()
    }
    return {name: {"nilai": value, "galat_baku": error} for name, (value, error) in found.items()}


def loss(truth: Floats, score: Floats, design: Sample, percent: float) -> tuple[float, Floats]:
    """Exclusion plus inclusion error at a quota, and its linear form (n,) for :func:`spread`."""
    poor = poorest(truth, design.weight, percent)
    chosen = poorest(score, design.weight, percent)
    value, linear = 0.0, np.zeros(len(truth))
    for wrong, among in ((poor & ~chosen, poor), (chosen & ~poor, ~poor)):
        whole = float(design.weight @ among)
        part = float(design.weight @ wrong) / whole
        value += part
        linear += (wrong - part * among) / whole
    return value, linear


def difference(design: Sample, first: Floats, second: Floats) -> float:
    """Standard error of the difference of two losses on the same households."""
    return spread(design, first - second)


def within_villages(truth: Floats, score: Floats, design: Sample) -> float:
    """Mean rank correlation inside sampling units, weighted by their households."""
    order = np.argsort(design.unit, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(design.unit[order]) != 0])
    total = mass = 0.0
    for rows in np.split(order, starts[1:]):
        if len(rows) >= LEAST_IN_VILLAGE:
            weight = design.weight[rows]
            found = rank_correlation(truth[rows], score[rows], weight)
            if np.isfinite(found):
                total, mass = total + found * weight.sum(), mass + weight.sum()
    return total / mass if mass else float("nan")


def roc(truth: Floats, score: Floats, design: Sample, percent: float) -> dict[str, Any]:
    """Area under the curve for finding the poorest ``percent``, and points of the curve."""
    poor = poorest(truth, design.weight, percent)
    if poor.all() or not poor.any():
        return {"luas": float("nan"), "salah": [], "benar": []}
    wrong, right, _ = roc_curve(poor, -score, sample_weight=design.weight)
    places = np.linspace(0, 1, CURVE_POINTS + 1)
    return {
        "luas": float(roc_auc_score(poor, -score, sample_weight=design.weight)),
        "salah": places.tolist(),
        "benar": np.interp(places, wrong, right).tolist(),
    }


def by_decile(truth: Floats, score: Floats, design: Sample, percent: float) -> dict[str, Any]:
    """By true decile the share chosen; by predicted decile the means of truth and score."""
    chosen = poorest(score, design.weight, percent).astype(float)
    true, told = tenths(truth, design.weight), tenths(score, design.weight)

    def mean(of: Floats, where: npt.NDArray[np.int64]) -> list[float]:
        whole = np.bincount(where, weights=design.weight, minlength=11)[1:]
        part = np.bincount(where, weights=design.weight * of, minlength=11)[1:]
        return list((part / np.maximum(whole, np.finfo(float).tiny)).tolist())

    return {
        "tercakup": mean(chosen, true),
        "benar": mean(truth, told),
        "dugaan": mean(score, told),
    }


def of_groups(
    truth: Floats, score: Floats, design: Sample, groups: dict[str, Strings], percent: float
) -> dict[str, dict[str, Any]]:
    """Errors at one national quota inside each group ('' is no group); with its share of weight."""
    poor = poorest(truth, design.weight, percent)
    chosen = poorest(score, design.weight, percent)
    found: dict[str, dict[str, Any]] = {}
    for name, of in groups.items():
        found[name] = {}
        for value in sorted(set(of.tolist()) - {""}):
            which = of == value
            inside = _misplaced(poor[which], chosen[which], design.part(which))
            share = float(design.weight[which].sum() / design.weight.sum())
            rank = rank_correlation(truth[which], score[which], design.weight[which])
            found[name][value] = inside | {"bagian": share, "korelasi_peringkat": rank}
    return found


def report(
    truth: Floats, score: Floats, design: Sample, groups: dict[str, Strings], quotas: list[int]
) -> dict[str, Any]:
    """The whole kit for ``score`` (n,) against ``truth`` (n,), both ln rupiah; see the card."""
    first = quotas[0]
    mean = np.average(truth, weights=design.weight)
    rest = np.average((truth - score) ** 2, weights=design.weight)
    whole = np.average((truth - mean) ** 2, weights=design.weight)
    return {
        "rumah_tangga": len(truth),
        "kuota": {str(q): errors(truth, score, design, q) for q in sorted(quotas)},
        "korelasi_peringkat": rank_correlation(truth, score, design.weight),
        "korelasi_peringkat_desa": within_villages(truth, score, design),
        "r2": float(1 - rest / whole) if whole > 0 else float("nan"),
        "roc": roc(truth, score, design, first),
        "desil": by_decile(truth, score, design, first),
        "kelompok": of_groups(truth, score, design, groups, first),
    }


def rounded(content: Any, places: int = 5) -> Any:
    """The same with numbers rounded, and null for what is not a number."""
    if isinstance(content, dict):
        return {name: rounded(value, places) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [rounded(value, places) for value in content]
    if isinstance(content, float):
        return round(content, places) + 0.0 if np.isfinite(content) else None
    return content
