"""A candidate fitted on households: linear, pooled over regions, boosted; each step on the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from threadpoolctl import threadpool_limits

from dagster_dtsen.ranking import linear, pooling
from dagster_dtsen.ranking.boosting import FREE, boost, boxed, grown, values
from dagster_dtsen.ranking.design import VALUE, Candidate, Design, rows
from dagster_dtsen.ranking.features import TARGET, UNIT, WEIGHT
from dagster_dtsen.ranking.model import MICRO, Model, boxes, predict

Floats = npt.NDArray[np.float64]
Predictor = Callable[[pa.Table], Floats]


def texts(table: pa.Table, name: str) -> npt.NDArray[np.str_]:
    """A text column (n,), '' where it is null."""
    column = table.column(name).combine_chunks().cast(pa.string()).fill_null("")
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.str_)


def _based(plan: Design, table: pa.Table, candidate: Candidate) -> Model:
    """The linear part with the effects of regions."""
    own = Model(plan.model, linear.fit(plan, table, candidate), rows(plan), {}, {})
    if plan.wilayah is None or not candidate.kumpul:
        return own
    effects = pooling.effects(
        rest(own, table),
        table.column(WEIGHT).to_numpy(),
        texts(table, plan.wilayah),
        texts(table, UNIT),
    )
    return replace(own, koefisien=dict(sorted({**own.koefisien, plan.wilayah: effects}.items())))


def rest(model: Model, table: pa.Table) -> Floats:
    """Target minus prediction (n,), ln rupiah."""
    return np.asarray(table.column(TARGET).to_numpy() - predict(model, table) / MICRO)


def build(plan: Design, table: pa.Table, candidate: Candidate) -> Model:
    """The candidate fitted on ``table`` as a model that SQL can score.

    One thread of linear algebra and trees: sums keep their order on every machine.
    """
    with threadpool_limits(limits=1):
        model = _based(plan, table, candidate)
        if candidate.pohon:
            left = rest(model, table)
            model = boost(model, table, candidate.pohon, left, plan.paling_sedikit)
    return model


def fitted(plan: Design, table: pa.Table, candidate: Candidate) -> Predictor:
    """What the candidate predicts (ln rupiah) for other households, as it would be deployed."""
    if not candidate.pohon or candidate.pohon["interaksi"] != FREE:
        model = build(plan, table, candidate)
        return lambda other: np.asarray(predict(model, other) / MICRO)
    weight = table.column(WEIGHT).to_numpy()
    with threadpool_limits(limits=1):
        base = _based(plan, table, candidate)
        base, names, place = boxed(base, table, weight, plan.paling_sedikit)
        coded = [VALUE not in base.koefisien[name] for name in names]
        trees = grown(candidate.pohon, place, coded, rest(base, table), weight)

    def free(other: pa.Table) -> Floats:
        columns = [boxes(base, name, other.column(name).combine_chunks()) for name in names]
        with threadpool_limits(limits=1):
            more = trees.predict(values(np.column_stack(columns)))
        return np.asarray(predict(base, other) / MICRO + more)

    return free
