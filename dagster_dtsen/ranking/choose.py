"""Candidates compared on folds of whole sampling units, and the rule by which one is chosen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.candidates import Predictor, fitted, texts
from dagster_dtsen.ranking.design import Candidate, Design
from dagster_dtsen.ranking.features import FOLD, STRATUM, TARGET, UNIT, WEIGHT
from dagster_dtsen.ranking.measures import difference, errors, loss
from dagster_dtsen.ranking.survey import Sample, sample

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tried:
    """A candidate with its predictions (n,) of households it was not fitted on.

    ``predictors`` are those of the folds, in order.
    """

    candidate: Candidate
    score: Floats
    predictors: tuple[Predictor, ...]


@dataclass(frozen=True)
class Choice:
    """What was tried on which households, and the position of the one that was chosen."""

    table: pa.Table
    design: Sample
    tried: tuple[Tried, ...]
    chosen: int
    rows: list[dict[str, Any]]


def searched(plan: Design, table: pa.Table) -> pa.Table:
    """The households that candidates are compared on: all, or a hashed part of the units."""
    if len(table) <= plan.pencarian:
        return table
    unit = texts(table, UNIT)
    names, at, amount = np.unique(unit, return_inverse=True, return_counts=True)
    keys = [hashlib.sha256(f"{plan.benih}|cari|{name}".encode()).hexdigest() for name in names]
    order = np.argsort(keys, kind="stable")
    taken = np.zeros(len(names), dtype=bool)
    taken[order[np.cumsum(amount[order]) <= plan.pencarian]] = True
    return table.filter(pa.array(taken[at]))


def out_of_fold(plan: Design, table: pa.Table, candidate: Candidate) -> Tried:
    """The candidate fitted once without each fold, and its predictions there."""
    fold = table.column(FOLD).to_numpy()
    score, predictors = np.zeros(len(table)), []
    for number in range(plan.lipatan):
        held = pc.equal(table.column(FOLD), number)
        predict = fitted(plan, table.filter(pc.invert(held)), candidate)
        score[fold == number] = predict(table.filter(held))
        predictors.append(predict)
    return Tried(candidate, score, tuple(predictors))


def choose(plan: Design, table: pa.Table) -> Choice:
    """All candidates on the folds of ``table``, and the choice (see pmt.yml ``pemilihan``).

    Raises DtsenError E-SURVEI when there are fewer sampling units than folds, or no candidate.
    """
    found = searched(plan, table)
    folds = set(found.column(FOLD).to_pylist())
    if folds != set(range(plan.lipatan)) or not any(
        not item.hanya_diukur for item in plan.kandidat
    ):
        raise DtsenError("E-SURVEI", reason="satuan sampel < lipatan / too few sampling units")
    design = sample(found.column(WEIGHT).to_numpy(), texts(found, UNIT), texts(found, STRATUM))
    tried = tuple(out_of_fold(plan, found, candidate) for candidate in plan.kandidat)
    truth = found.column(TARGET).to_numpy()
    losses = [[loss(truth, item.score, design, quota) for quota in plan.kuota] for item in tried]
    allowed = _allowed(tried, losses, design)
    best = min(allowed, key=lambda i: (losses[i][0][0], i))
    chosen = next(i for i in allowed if _within(losses, i, best, 0, design))
    rows = [
        _row(item, truth, design, plan.kuota, number == chosen, number in allowed)
        | {"selisih_galat_baku": difference(design, losses[number][0][1], losses[best][0][1])}
        for number, item in enumerate(tried)
    ]
    return Choice(found, design, tried, chosen, rows)


Losses = list[list[tuple[float, Floats]]]


def _within(losses: Losses, this: int, other: int, quota: int, design: Sample) -> bool:
    """Whether ``this`` is worse than ``other`` at a quota by at most one standard error."""
    (own, linear), (best, its) = losses[this][quota], losses[other][quota]
    return own - best <= difference(design, linear, its)


def _allowed(tried: tuple[Tried, ...], losses: Losses, design: Sample) -> list[int]:
    """Candidates that may be chosen: at no quota worse than the yardstick beyond its noise."""
    return [
        number
        for number, item in enumerate(tried)
        if not item.candidate.hanya_diukur
        and all(_within(losses, number, 0, quota, design) for quota in range(len(losses[0])))
    ]


def _row(
    item: Tried, truth: Floats, design: Sample, quotas: tuple[int, ...], chosen: bool, allowed: bool
) -> dict[str, Any]:
    found = {q: errors(truth, item.score, design, q) for q in quotas}
    return {
        "nama": item.candidate.nama,
        "dipilih": chosen,
        "boleh": allowed,
        "eksklusi": {str(q): found[q]["eksklusi"]["nilai"] for q in sorted(quotas)},
        "inklusi": {str(q): found[q]["inklusi"]["nilai"] for q in sorted(quotas)},
    }
