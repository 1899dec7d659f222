"""Boosted trees on what a linear model leaves, taken apart exactly into tables.

Trees whose branches split by at most two variables add up to a constant, a function of each
variable and a function of each pair. On boxes (codes, steps of numbers) these are tables: they are
read off at a fixed point, centred (Lengerich et al. 2020), and the strongest pairs are kept. Joint
effects that greedy splits cannot see are taken before (pairs.py).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sklearn.ensemble import HistGradientBoostingRegressor

from dagster_dtsen.ranking import pairs
from dagster_dtsen.ranking.design import INTERCEPT, VALUE
from dagster_dtsen.ranking.linear import decimal
from dagster_dtsen.ranking.model import MICRO, Model, Pair, Steps, boxes, codes_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# steps of a number at most; sweeps that move pair tables' margins into the single tables
MOST_STEPS, SWEEPS = 24, 30
# codes of a variable at most, which the trees hold in one byte
MOST_CODES = 200
FREE = "bebas"


def _edges(column: pa.Array, weight: Floats) -> tuple[Decimal, ...]:
    """Where steps may lie: weighted quantiles of the answers, each a value that occurs."""
    answered = column.is_valid().to_numpy(zero_copy_only=False)
    value = column.fill_null(0).cast(pa.float64()).to_numpy(zero_copy_only=False)[answered]
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[answered][order])
    wanted = np.arange(1, MOST_STEPS) / MOST_STEPS * reached[-1] if len(reached) else []
    found = {decimal(value[order][at]) for at in np.searchsorted(reached, wanted)}
    lowest = decimal(value.min()) if len(value) else Decimal(0)
    return tuple(sorted(found - {lowest}))


def boxed(
    model: Model, features: pa.Table, weight: Floats, fewest: int
) -> tuple[Model, list[str], Ints]:
    """The model with places for steps, the variables of trees, and the households' boxes (n, v).

    A variable of very many codes (a region) is none. A code of fewer than ``fewest`` households is
    boxed as a missing answer.
    """
    names = [
        name
        for name, codes in model.koefisien.items()
        if name != INTERCEPT[0] and len(codes) <= MOST_CODES
    ]
    steps = {}
    for name in names:
        if VALUE in model.koefisien[name]:
            edges = _edges(features.column(name).combine_chunks(), weight)
            steps[name] = Steps(edges, (Decimal("0.000000"),) * (len(edges) + 1))
    model = replace(model, tangga=steps)
    columns = [boxes(model, name, features.column(name).combine_chunks()) for name in names]
    for name, column in zip(names, columns, strict=True):
        if name not in steps:
            column[np.bincount(column)[column] < fewest] = 0
    return model, names, np.column_stack(columns)


def grown(
    settings: dict[str, Any], place: Ints, coded: list[bool], rest: Floats, weight: Floats
) -> HistGradientBoostingRegressor:
    """Trees on ``rest`` (n,); ``place`` (n, v) boxes, 0 missing, ``coded`` those without order."""
    among = settings["interaksi"]
    return HistGradientBoostingRegressor(
        learning_rate=float(settings["laju"]),
        max_iter=int(settings["jumlah"]),
        max_leaf_nodes=int(settings["daun"]),
        min_samples_leaf=int(settings["rumah_tangga_daun"]),
        interaction_cst=None if among == FREE else among,
        categorical_features=coded,
        l2_regularization=10.0,
        early_stopping=False,
    ).fit(values(place), rest, sample_weight=weight / weight.mean())


def values(place: Ints) -> Floats:
    """Boxes as trees read them: a missing answer is not a number."""
    return np.where(place == 0, np.nan, place.astype(float))


def boost(
    model: Model, features: pa.Table, settings: dict[str, Any], rest: Floats, fewest: int
) -> Model:
    """The model with trees on ``rest`` (n,) added as tables; as many pairs as the settings say."""
    weight = features.column("bobot").to_numpy()
    model, names, place = boxed(model, features, weight, fewest)
    coded = [VALUE not in model.koefisien[name] for name in names]
    size = [_size(model, name) for name in names]
    most, pairwise = int(settings.get("pasangan", 0)), settings["interaksi"] == "pairwise"
    ordered = [not own for own in coded]
    joint = pairs.found(place, ordered, rest, weight, most) if pairwise else {}
    tables = {key: _padded(own, (size[key[0]], size[key[1]])) for key, own in joint.items()}
    for (i, j), own in tables.items():
        rest = rest - own[place[:, i], place[:, j]]
    trees = grown(settings, place, coded, rest, weight)
    single, grafted, constant = _tables(trees, place, size, weight, pairwise=pairwise)
    for key, own in grafted.items():
        tables[key] = tables[key] + own if key in tables else own
    strength = {
        key: float(weight @ table[place[:, key[0]], place[:, key[1]]] ** 2 / weight.sum())
        for key, table in tables.items()
    }
    kept = sorted(
        (key for key in tables if strength[key] > 0), key=lambda key: (-strength[key], key)
    )
    return _added(model, names, single, {key: tables[key] for key in sorted(kept[:most])}, constant)


def _padded(own: Floats, shape: tuple[int, int]) -> Floats:
    """The table with boxes that no household has, which add nothing."""
    rows, columns = own.shape
    return np.pad(own, ((0, shape[0] - rows), (0, shape[1] - columns)))


def _size(model: Model, name: str) -> int:
    """Boxes of a variable, the missing one included."""
    if name in model.tangga:
        return len(model.tangga[name].langkah) + 1
    return len(codes_of(model.koefisien[name])) + 1


def _grids(
    trees: HistGradientBoostingRegressor,
    point: Ints,
    chosen: list[tuple[int, ...]],
    size: list[int],
) -> dict[tuple[int, ...], Floats]:
    """Predictions with the ``chosen`` variables at every box 1, 2, … and the others at ``point``.

    All at once: a call of the trees costs more than its rows.
    """
    parts, shapes = [], []
    for variables in chosen:
        grid = np.meshgrid(*(np.arange(1, size[i]) for i in variables), indexing="ij")
        rows = np.tile(point, (grid[0].size, 1))
        for variable, along in zip(variables, grid, strict=True):
            rows[:, variable] = along.ravel()
        parts.append(rows)
        shapes.append(grid[0].shape)
    if not parts:
        return {}
    told = trees.predict(values(np.vstack(parts)))
    ends = np.cumsum([len(rows) for rows in parts])[:-1]
    return {
        variables: part.reshape(shape)
        for variables, part, shape in zip(chosen, np.split(told, ends), shapes, strict=True)
    }


def _tables(
    trees: HistGradientBoostingRegressor, place: Ints, size: list[int], weight: Floats, *,
    pairwise: bool,
) -> tuple[dict[int, Floats], dict[tuple[int, int], Floats], float]:  # fmt: skip
    """Tables by variable and by pair, centred on the households, and the constant.

    Row and column 0, a missing answer, are the mean of the others, which is zero.
    """
    point = np.array([np.bincount(column[column > 0], minlength=2).argmax() for column in place.T])
    base = float(trees.predict(values(point[None, :]))[0])
    usable = [i for i, boxes_of in enumerate(size) if boxes_of > 1]
    alone = _grids(trees, point, [(i,) for i in usable], size)
    both = _grids(trees, point, list(combinations(usable, 2)) if pairwise else [], size)
    line = {i: alone[i,] - base for i in usable}
    single = {i: np.r_[0.0, line[i]] for i in usable}
    joint: dict[tuple[int, int], Floats] = {}
    for (i, j), told in both.items():
        own = told - base - line[i][:, None] - line[j][None, :]
        if np.abs(own).max() > 1e-12:
            joint[i, j], rows, columns = _centred(own, place[:, i], place[:, j], weight)
            single[i][1:] += rows
            single[j][1:] += columns
    constant = base
    for i, own in single.items():
        mass = np.bincount(place[:, i], weights=weight, minlength=size[i])[1:]
        mean = float(mass @ own[1:] / max(mass.sum(), np.finfo(float).tiny))
        # a box without households adds the mean, like a missing answer
        own[1:] = np.where(mass > 0, own[1:] - mean, 0.0)
        constant += mean
    return single, joint, constant


def _centred(
    own: Floats, first: Ints, second: Ints, weight: Floats
) -> tuple[Floats, Floats, Floats]:
    """The pair's table with a missing row and column, and the margins that were taken off."""
    rows, columns = own.shape
    mass = np.zeros((rows + 1, columns + 1))
    np.add.at(mass, (first, second), weight)
    mass = mass[1:, 1:]
    seen = (mass.sum(axis=1) > 0)[:, None] & (mass.sum(axis=0) > 0)[None, :]
    by_row = np.maximum(mass.sum(axis=1), np.finfo(float).tiny)
    by_column = np.maximum(mass.sum(axis=0), np.finfo(float).tiny)
    own, left, right = np.where(seen, own, 0.0), np.zeros(rows), np.zeros(columns)
    for _ in range(SWEEPS):
        off = (mass * own).sum(axis=1) / by_row
        own, left = own - off[:, None], left + off
        off = (mass * own).sum(axis=0) / by_column
        own, right = own - off[None, :], right + off
    return np.pad(np.where(seen, own, 0.0), ((1, 0), (1, 0))), left, right


def _added(
    model: Model, names: list[str], single: dict[int, Floats],
    joint: dict[tuple[int, int], Floats], constant: float,
) -> Model:  # fmt: skip
    coefficients = {name: dict(codes) for name, codes in model.koefisien.items()}
    steps = dict(model.tangga)
    for i, own in single.items():
        name, values = names[i], own[1:].tolist()
        if name in steps:
            steps[name] = replace(steps[name], langkah=tuple(map(decimal, values)))
            continue
        codes = coefficients[name]
        for code, value in zip(codes_of(codes), values, strict=True):
            codes[code] = decimal(float(codes[code]) + value)
    intercept = coefficients[INTERCEPT[0]]
    intercept[INTERCEPT[1]] = decimal(float(intercept[INTERCEPT[1]]) + constant)
    tables = tuple(
        Pair((names[i], names[j]), tuple(map(tuple, np.rint(own * MICRO).astype(int).tolist())))
        for (i, j), own in joint.items()
    )
    return replace(model, koefisien=coefficients, tangga=steps, pasangan=tables)
