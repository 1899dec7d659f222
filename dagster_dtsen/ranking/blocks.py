"""Items as columns of numbers: one block per variable, a missing answer a row of zeros."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.ranking.design import NOT_ASKED, VALUE, Categorical, Design

Floats = npt.NDArray[np.float64]


@dataclass
class Block:
    """Columns of one variable, centred on the weighted mean of its answers (n, k).

    ``codes`` name the columns; ``mean`` (k,) is what was taken off, so a missing answer is a row
    of zeros: it has the mean effect. ``zero`` are codes of effect nil, ``rare`` those without an
    estimate of their own.
    """

    name: str
    codes: list[str]
    columns: Floats
    mean: Floats
    zero: list[str]
    rare: list[str]


def _centred(
    columns: Floats, answered: npt.NDArray[np.bool_], weight: Floats
) -> tuple[Floats, Floats]:
    mass = weight * answered
    mean = mass @ columns / max(mass.sum(), np.finfo(float).tiny)
    return np.where(answered[:, None], columns - mean, 0.0), mean


def _categorical(item: Categorical, column: pa.Array, weight: Floats, fewest: int) -> Block:
    known = list(item.kode)
    if item.lewati and item.lewati.pengganti not in known:
        known.append(item.lewati.pengganti)
    place = (
        pc.index_in(column, pa.array(known)).fill_null(len(known)).to_numpy(zero_copy_only=False)
    )
    amount = np.bincount(place, minlength=len(known) + 1)[:-1]
    rare = [code for code, n in zip(known, amount, strict=True) if n < fewest and code != NOT_ASKED]
    usable = [code for code in known if code not in rare]
    answered = np.isin(place, [known.index(code) for code in usable])
    mass = np.bincount(place, weights=weight, minlength=len(known) + 1)
    asked = [code for code in usable if code != NOT_ASKED]
    # the most frequent code is the reference; the first of equals
    reference = max(
        asked, key=lambda code: (mass[known.index(code)], -known.index(code)), default=""
    )
    codes = [code for code in asked if code != reference]
    zero = [code for code in usable if code not in codes]
    columns = (place[:, None] == np.array([known.index(code) for code in codes], int)).astype(float)
    centred, mean = _centred(columns.reshape(len(place), len(codes)), answered, weight)
    return Block(item.nama, codes, centred, mean, zero, rare)


def _numeric(name: str, column: pa.Array, weight: Floats) -> Block:
    answered = column.is_valid().to_numpy(zero_copy_only=False)
    value = column.fill_null(0).cast(pa.float64()).to_numpy()[:, None]
    centred, mean = _centred(value, answered, weight)
    return Block(name, [VALUE], centred, mean, [], [])


def blocks(plan: Design, features: pa.Table) -> list[Block]:
    """One block per variable of the design, from the columns of design.features."""
    weight = features.column("bobot").to_numpy()
    found = [
        _categorical(item, features.column(item.nama).combine_chunks(), weight, plan.paling_sedikit)
        for item in plan.kategori
    ]
    return found + [
        _numeric(item.nama, features.column(item.nama).combine_chunks(), weight)
        for item in plan.numerik
    ]
