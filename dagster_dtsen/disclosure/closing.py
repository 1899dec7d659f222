"""Which published cells are closed, so that what could be told can be told no longer.

What tells a small cell are often others: totals above it whose interval ends too near. For every
exposed unknown a linear program over its block moves it as far as it must be free to move, where
published cells may leave their interval at a price. Those that leave it are closed, the cheapest
ones that do: small regions before large ones, groups before everybody.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, hstack

from dagster_dtsen.disclosure.blocks import REACH, Map, blocks
from dagster_dtsen.disclosure.program import FAR, TINY, Found, Sums, bounds, solved, solver
from dagster_dtsen.disclosure.system import Bools, Floats, Ints, System


def closings(system: System, found: Found, exposed: Bools) -> Ints:
    """Cells to close, in order; none where closing does not help. ``exposed``: of the attack."""
    closed = np.zeros(len(system.true), dtype=np.bool_)
    sums, map_, left = Sums(system), Map(system), np.flatnonzero(exposed)
    near, wide = (blocks(system, map_, left, reach, 1) for reach in (0, REACH - 1))
    for (small, targets), (large, _) in zip(near, wide, strict=True):
        parts = [sums.of(block) for block in (small, large)]
        for target in targets:
            far = system.need[target] - 1 - np.floor(found.down[target] + TINY)
            aim, more = (int(target), float(far)), None
            for touched, unknowns in parts:
                more = _leaving(system, touched, unknowns, aim, closed)
                # often what others closed is enough, and a small program tells
                if more is not None and not len(more):
                    break
            if more is not None:
                closed[more] = True
    return np.flatnonzero(closed)


def _leaving(
    system: System, sums: csr_matrix, unknowns: Ints, aim: tuple[int, float], closed: Bools
) -> Ints | None:
    """Cells that leave their interval when one unknown moves up by so much; None: it cannot."""
    target, wide = aim
    far = FAR * system.need[unknowns]
    low, high = bounds(system, unknowns)
    # columns: how far each moves within its interval, above it, below it
    none = np.zeros(len(unknowns))
    limited = np.isfinite(system.high[unknowns])
    above = np.subtract(system.most[unknowns], system.high[unknowns], none.copy(), where=limited)
    above = np.minimum(above, far)
    below = np.minimum(system.low[unknowns] - system.least[unknowns], far)
    program = solver(
        hstack([sums, sums, -sums], format="csr"),
        np.concatenate([low, none, none]),
        np.concatenate([high, above, below]),
        once=True,
    )
    price = np.where(closed[unknowns], 0.0, system.price[unknowns])
    size = len(unknowns)
    program.changeColsCost(
        3 * size, np.arange(3 * size, dtype=np.int32), np.concatenate([none, price, price])
    )
    place = int(np.searchsorted(unknowns, target))
    columns = np.array([place, place + size, place + 2 * size], dtype=np.int32)
    program.addRow(wide, np.inf, 3, columns, np.array([1.0, 1.0, -1.0]))
    moved = solved(program)
    if moved is None:
        return None
    beyond: Floats = moved[size : 2 * size] + moved[2 * size :]
    leaving: Ints = unknowns[(beyond > TINY) & ~closed[unknowns]]
    return leaving
