"""A linear program over a block of unknowns: how far can they move while all sums stay as told?"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_matrix

from dagster_dtsen.disclosure.system import Bools, Floats, Ints, System

TINY = 1e-6
# an unknown moves by so many thresholds at most: far enough to prove anything
FAR = 4
# of HiGHS: the primal simplex starts where the last direction ended, the dual one is fast alone
_PRIMAL, _DUAL = 4, 1


@dataclass
class Found:
    """How far each unknown was moved down and up, and how many programs were solved."""

    down: Floats
    up: Floats
    programs: int = 0

    def exposed(self, system: System, of: Ints | slice = slice(None)) -> Bools:
        """Small cells that could not be moved over a range as wide as their threshold.

        ``of``: the unknowns that are asked about.
        """
        return _exposed(self.down[of], self.up[of], system, of)


def _exposed(down: Floats, up: Floats, system: System, of: Ints | slice) -> Bools:
    open_counts = np.floor(up + TINY) + np.floor(down + TINY) + 1
    told: Bools = system.small[of] & (open_counts < system.need[of])
    return told


class Sums:
    """The sums by row and by column: a block is found without a look at all of them."""

    def __init__(self, system: System) -> None:
        self.rows, self.columns = system.sums, system.sums.tocsc()
        self.hidden = system.region < 0

    def of(self, block: Ints) -> tuple[csr_matrix, Ints]:
        """The sums (rows, k) that unknowns of the block are in, and the k unknowns of the block.

        What no table shows belongs to it as well where it stands in one of the sums.
        """
        touched = self.rows[np.unique(self.columns[:, block].indices)]
        unknowns = np.union1d(block, touched.indices[self.hidden[touched.indices]])
        return touched[:, unknowns], unknowns


class Program:
    """The sums that a block touches, everything else held still; how far its unknowns moved."""

    def __init__(self, system: System, sums: Sums, block: Ints, found: Found) -> None:
        touched, self.unknowns = sums.of(block)
        self.system = system
        self.moved = Found(found.down[self.unknowns], found.up[self.unknowns])
        self.solver = solver(touched, *bounds(system, self.unknowns))

    def need(self, targets: Ints) -> Floats:
        return self.system.need[targets]

    def exposed(self, targets: Ints) -> Bools:
        """As :meth:`Found.exposed`, of the targets."""
        place = self._place(targets)
        return _exposed(self.moved.down[place], self.moved.up[place], self.system, targets)

    def push(self, targets: Ints, weight: Floats) -> None:
        """Solve once in this direction, from where the last one ended; keep how far all moved."""
        size = len(self.unknowns)
        cost = np.zeros(size)
        cost[self._place(targets)] = -weight
        self.solver.changeColsCost(size, np.arange(size, dtype=np.int32), cost)
        self.moved.programs += 1
        moved = solved(self.solver)
        if moved is None:
            raise RuntimeError("no linear program without a solution: the true counts are one")
        np.maximum(self.moved.up, moved, out=self.moved.up)
        np.maximum(self.moved.down, -moved, out=self.moved.down)

    def tell(self, found: Found) -> None:
        """Add to what all programs found."""
        found.programs += self.moved.programs
        found.up[self.unknowns] = np.maximum(found.up[self.unknowns], self.moved.up)
        found.down[self.unknowns] = np.maximum(found.down[self.unknowns], self.moved.down)

    def _place(self, targets: Ints) -> Ints:
        return np.searchsorted(self.unknowns, targets)


def bounds(system: System, unknowns: Ints) -> tuple[Floats, Floats]:
    """How far unknowns (k,) may move down and up from their true value within their interval."""
    far, true = FAR * system.need[unknowns], system.true[unknowns]
    low = np.maximum(system.low[unknowns] - true, -far)
    return low, np.minimum(system.high[unknowns] - true, far)


def solver(sums: csr_matrix, low: Floats, high: Floats, once: bool = False) -> highspy.Highs:
    """A program with these sums, each 0, and bounds; nothing to be reached yet.

    ``once``: solved in one direction alone.
    """
    model = highspy.HighsLp()
    rows, columns = sums.shape
    model.num_row_, model.num_col_ = rows, columns
    model.col_cost_ = np.zeros(columns)
    model.col_lower_, model.col_upper_ = low, high
    model.row_lower_ = model.row_upper_ = np.zeros(rows)
    held = sums.tocsc()
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = held.indptr, held.indices
    model.a_matrix_.value_ = held.data
    made = highspy.Highs()
    made.silent()
    made.setOptionValue("threads", 1)
    made.setOptionValue("simplex_strategy", _DUAL if once else _PRIMAL)
    made.passModel(model)
    return made


def solved(program: highspy.Highs) -> Floats | None:
    """The solution (columns,) of a program, None where it has none."""
    program.run()
    status = program.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"linear program: {status}")
    return np.asarray(program.getSolution().col_value)
