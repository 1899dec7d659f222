"""How far households lie from a prediction that has not seen them: numbers for intervals.

Split conformal prediction (Lei et al. 2018) with survey weights: quantiles of what is left out of
fold, by band of the prediction, each a little wider than the sample's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dagster_dtsen.ranking.choose import Choice
from dagster_dtsen.ranking.design import NOT_ASKED, Design
from dagster_dtsen.ranking.features import FOLD, TARGET
from dagster_dtsen.ranking.measures import errors
from dagster_dtsen.ranking.survey import Sample, ratio

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
BANDS, FEWEST = 10, 200
LEVELS = (
    0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65,
    0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995,
)  # fmt: skip
# unanswered items whose effect is measured
GAPS = (0, 1, 2, 4, 8)


@dataclass(frozen=True)
class Bands:
    """Inner borders of the prediction (b-1,) and, per band, quantiles of the rest (b, levels)."""

    border: Floats
    quantile: Floats

    def of(self, score: Floats) -> Ints:
        """The band (n,) of each prediction, from 0."""
        return np.searchsorted(self.border, score, side="right")


def _quantiles(rest: Floats, weight: Floats) -> Floats:
    """Weighted quantiles at LEVELS; one household more might lie anywhere beyond."""
    order = np.argsort(rest, kind="stable")
    reached = np.cumsum(weight[order])
    mass = reached[-1] + weight.mean()
    low = np.searchsorted(reached, [p * mass for p in LEVELS], side="right") - 1
    high = np.searchsorted(reached, [p * mass for p in LEVELS], side="left")
    at = np.where(np.array(LEVELS) < 0.5, low, high)
    return np.asarray(rest[order][np.clip(at, 0, len(rest) - 1)])


def bands(score: Floats, rest: Floats, weight: Floats) -> Bands:
    """Bands of about equal weight, fewer where there are few households."""
    amount = int(np.clip(len(score) // FEWEST, 1, BANDS))
    order = np.argsort(score, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    places = np.searchsorted(reached, np.arange(1, amount) / amount)
    border = np.unique(np.round(score[order][places], 6))
    at = np.searchsorted(border, score, side="right")
    of_band = [_quantiles(rest[at == b], weight[at == b]) for b in range(len(border) + 1)]
    return Bands(border, np.array(of_band))


def _coverage(
    score: Floats, rest: Floats, design: Sample, fold: Ints, low: float, high: float
) -> tuple[float, float]:
    """Share of households inside their interval, each fold judged by the others; standard error."""
    inside = np.zeros(len(rest))
    first, last = LEVELS.index(low), LEVELS.index(high)
    for number in sorted(set(fold.tolist())):
        held = fold == number
        own = bands(score[~held], rest[~held], design.weight[~held])
        at = own.of(score[held])
        inside[held] = (rest[held] >= own.quantile[at, first]) & (
            rest[held] <= own.quantile[at, last]
        )
    return ratio(design, inside, np.ones(len(inside)))


def intervals(choice: Choice) -> dict[str, Any]:
    """The part ``sisaan`` of a model, from households that its fits have not seen."""
    tried = choice.tried[choice.chosen]
    truth, fold = (choice.table.column(name).to_numpy() for name in (TARGET, FOLD))
    return spread_of(tried.score, truth - tried.score, choice.design, fold)


def spread_of(score: Floats, rest: Floats, design: Sample, fold: Ints) -> dict[str, Any]:
    """Bands of ``score`` (n,), quantiles of ``rest``, and how many lay inside 80 and 90 %.

    ``fold`` (n,) says which households judge each other's intervals.
    """
    own = bands(score, rest, design.weight)
    wide, error = _coverage(score, rest, design, fold, 0.05, 0.95)
    narrow, its = _coverage(score, rest, design, fold, 0.1, 0.9)
    return {
        "peluang": [f"{level:.3f}" for level in LEVELS],
        "batas": [f"{value:.6f}" for value in own.border.tolist()],
        "kuantil": [" ".join(f"{value:.6f}" for value in row) for row in own.quantile.tolist()],
        "cakupan": {
            "90": {"nilai": round(wide, 5), "galat_baku": round(error, 5)},
            "80": {"nilai": round(narrow, 5), "galat_baku": round(its, 5)},
        },
    }


def _blanked(plan: Design, table: pa.Table, gaps: int) -> pa.Table:
    """The table with ``gaps`` answers per household taken away, drawn by a seed of their own."""
    followers = {item.nama for item in plan.numerik if item.turunan}
    names = [name for name in plan.variables if name != plan.wilayah]
    drawn = [name for name in names if name not in followers]
    rng = np.random.default_rng([int.from_bytes(plan.benih.encode()) % 2**32, gaps])
    order = np.argsort(rng.random((len(table), len(drawn))), axis=1)
    taken = np.zeros(order.shape, dtype=bool)
    np.put_along_axis(taken, order[:, :gaps], values=True, axis=1)
    lost = dict(zip(drawn, taken.T, strict=True))
    before = ""
    for name in names:
        which = lost.get(name, lost.get(before, np.zeros(len(table), dtype=bool)))
        before = name if name in lost else before
        column = table.column(name).combine_chunks()
        if pa.types.is_string(column.type):
            asked = column.fill_null("").to_numpy(zero_copy_only=False) != NOT_ASKED
            which = which & asked
        blank = pa.array(column.to_pylist(), type=column.type, mask=which)
        table = table.set_column(table.column_names.index(name), name, blank)
    return table


def of_gaps(plan: Design, choice: Choice) -> dict[str, dict[str, float]]:
    """By number of unanswered items: errors at the first quota, and the spread of the rest.

    ``sebaran`` is the standard deviation of target minus prediction over that without gaps.
    """
    tried, fold = choice.tried[choice.chosen], choice.table.column(FOLD).to_numpy()
    truth, found = choice.table.column(TARGET).to_numpy(), {}
    first = 0.0
    for gaps in GAPS:
        table = _blanked(plan, choice.table, gaps) if gaps else choice.table
        score = np.zeros(len(table))
        for number, predict in enumerate(tried.predictors):
            score[fold == number] = predict(table.filter(pa.array(fold == number)))
        rest = float(np.sqrt(np.average((truth - score) ** 2, weights=choice.design.weight)))
        first = first or rest
        wrong = errors(truth, score, choice.design, plan.kuota[0])
        found[str(gaps)] = {
            "eksklusi": wrong["eksklusi"]["nilai"],
            "inklusi": wrong["inklusi"]["nilai"],
            "sebaran": rest / first,
        }
    return found
