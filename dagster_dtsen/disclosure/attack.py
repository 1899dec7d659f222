"""The attack on tables before they are published: can a small cell be told from all others?

For every small cell two true tables are looked for that agree with everything published and differ
in this cell by at least the threshold. Where they are found, no attacker who solves the linear
system can know the cell better. A linear program over a block of neighbouring regions finds them,
everything outside of the block held at its true value, so that what is found holds for the whole
system. A cell for which none is found counts as exposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_matrix

from dagster_dtsen.disclosure.system import Bools, Floats, Ints, System

# unknowns of one linear program, and children through which a region's change goes further down
BLOCK, CHAIN = 3_000, 3
# how many regions upwards a block may reach, and for how many cells then the whole country is tried
REACH, LAST = 3, 40
# random directions before cells are tried one by one; all that is random hangs on the seed
DIRECTIONS, IDLE, SEED = 12, 0.01, 20_260
_TINY = 1e-6
# the primal simplex of HiGHS
PRIMAL = 4


@dataclass
class Found:
    """How far each unknown was moved down and up, and how many programs were solved."""

    down: Floats
    up: Floats
    programs: int = 0

    def exposed(self, system: System) -> Bools:
        """Small cells that could not be moved over a range as wide as their threshold."""
        open_counts = np.floor(self.up + _TINY) + np.floor(self.down + _TINY) + 1
        return system.small & (open_counts < system.need)


def attack(system: System, found: Found | None = None, only: Bools | None = None) -> Found:
    """Move every small cell as far as the published tables allow, blocks first small then wider.

    ``only``: unknowns to look at again, after others were closed; ``found`` from before.
    """
    found = found or Found(np.zeros(len(system.true)), np.zeros(len(system.true)))
    map_ = _Map(system)
    for reach in range(REACH):
        left = np.flatnonzero(found.exposed(system) & (only if only is not None else True))
        for block, targets in _blocks(system, map_, left, reach, BLOCK):
            _together(_Program(system, block), system, found, targets)
    for reach in range(REACH + 1):
        left = np.flatnonzero(found.exposed(system) & (only if only is not None else True))
        if reach == REACH and len(left) > LAST:
            break
        for block, targets in _blocks(system, map_, left, reach, 1):
            _one_by_one(_Program(system, block), found, targets)
    return found


class _Map:
    """Which regions lie below which, the largest first, and the cells of each."""

    def __init__(self, system: System) -> None:
        told = (np.diff(system.sums.tocsc().indptr) > 0) | system.small
        cells = np.flatnonzero((system.region >= 0) & told)
        size = len(system.parent)
        self.cells = _grouped(cells, system.region, size)
        units = np.bincount(system.region[cells], system.true[cells], minlength=size)
        children = _grouped(np.arange(size), system.parent + 1, size + 1)
        self.top, *below = (found[np.argsort(-units[found], kind="stable")] for found in children)
        self.below = below
        self.parent = system.parent
        self.measure = system.measure

    def of(self, region: int, measure: int) -> Ints:
        """The cells of a region about one measure."""
        cells = self.cells[region]
        chosen: Ints = cells[self.measure[cells] == measure]
        return chosen

    def reached(self, above: int, reach: int) -> Ints:
        """Regions that move together: those below ``above``, its neighbours, theirs, as far as
        ``reach`` goes, and of each a few further down, since a change there has to go somewhere.
        """
        if reach == REACH:
            return np.arange(len(self.parent))
        found = [self._chain(region) for region in self._beside(above)]
        for _ in range(reach):
            if above < 0:
                break
            above = int(self.parent[above])
            found += [self._chain(region) for region in self._beside(above)]
        # the groups of provinces have no region above them
        whole = above < 0 or self.parent[above] < 0
        return np.unique(np.concatenate([*found, self.top] if whole else found))

    def _beside(self, above: int) -> Ints:
        return self.below[above] if above >= 0 else self.top

    def _chain(self, region: int) -> Ints:
        parts = [self._chain(child) for child in self.below[region][:CHAIN]]
        return np.concatenate([np.array([region]), *parts])


def _blocks(
    system: System, map_: _Map, targets: Ints, reach: int, least: int
) -> Iterator[tuple[Ints, Ints]]:
    """Unknowns to be moved together, at least ``least``, and the targets among them."""
    if not len(targets):
        return
    home, measure = _home(system)[targets], system.measure[targets]
    order = np.lexsort((measure, home))
    cuts = np.flatnonzero(np.diff(home[order]) | np.diff(measure[order])) + 1
    places, size, waiting = [], 0, []
    for own in np.split(targets[order], cuts):
        above, what = int(home[targets == own[0]][0]), system.measure[own[0]]
        waiting.append(own)
        for cells in (map_.of(region, what) for region in map_.reached(above, reach)):
            places.append(cells)
            size += len(cells)
        if size >= least:
            yield np.unique(np.concatenate(places)), np.concatenate(waiting)
            places, size, waiting = [], 0, []
    if waiting:
        yield np.unique(np.concatenate(places)), np.concatenate(waiting)


def _home(system: System) -> Ints:
    """The region above the one that an unknown belongs to; what is left over goes with a part."""
    home = np.where(system.region >= 0, system.parent[system.region], -1)
    hidden = np.flatnonzero(system.region < 0)
    if len(hidden):
        rows = system.sums[:, hidden].T.tocsr().indices
        for unknown, row in zip(hidden, rows, strict=True):
            cells = system.sums.indices[system.sums.indptr[row] : system.sums.indptr[row + 1]]
            home[unknown] = home[cells[cells < hidden[0]]].max()
    return home


def _grouped(items: Ints, key: Ints, size: int) -> list[Ints]:
    keys = key[items]
    order = np.argsort(keys, kind="stable")
    return np.split(items[order], np.searchsorted(keys[order], np.arange(1, size)))


def _together(program: _Program, system: System, found: Found, targets: Ints) -> None:
    """Push all targets up and down at random, and the other way round, as long as that helps."""
    dice = np.random.default_rng(SEED)
    idle = 0
    for _ in range(DIRECTIONS):
        before = found.exposed(system)[targets]
        weight = before * dice.uniform(0.5, 1.5, len(targets)) / system.need[targets]
        weight *= dice.choice([-1.0, 1.0], len(targets))
        for sign in (1.0, -1.0):
            program.push(found, targets, sign * weight)
        after = found.exposed(system)[targets].sum()
        idle = 0 if before.sum() - after > IDLE * len(targets) else idle + 1
        if not after or idle > 1:
            return


def _one_by_one(program: _Program, found: Found, targets: Ints) -> None:
    for target in targets:
        for sign in (1.0, -1.0):
            program.push(found, np.array([target]), np.array([sign]))


class _Program:
    """The sums that a block touches, everything else held still."""

    def __init__(self, system: System, block: Ints) -> None:
        cells = system.sums[:, block]
        rows = np.flatnonzero(np.diff(cells.indptr))
        touched = system.sums[rows]
        hidden = np.unique(touched.indices[system.region[touched.indices] < 0])
        self.unknowns = np.concatenate([block, hidden])
        self.sums = touched[:, self.unknowns]
        # far enough to prove anything, and never without end
        far = 4 * system.need[self.unknowns]
        true = system.true[self.unknowns]
        low = np.maximum(system.low[self.unknowns] - true, -far)
        high = np.minimum(system.high[self.unknowns] - true, far)
        self.place = {int(unknown): at for at, unknown in enumerate(self.unknowns)}
        self.solver = _solver(touched[:, self.unknowns], low, high)

    def push(self, found: Found, targets: Ints, weight: Floats) -> None:
        """Solve once in this direction, from where the last one ended; keep how far all moved."""
        size = len(self.unknowns)
        cost = np.zeros(size)
        cost[[self.place[int(target)] for target in targets]] = -weight
        self.solver.changeColsCost(size, np.arange(size, dtype=np.int32), cost)
        self.solver.run()
        found.programs += 1
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"linear program: {status}")
        moved = np.asarray(self.solver.getSolution().col_value)
        np.maximum.at(found.up, self.unknowns, moved)
        np.maximum.at(found.down, self.unknowns, -moved)


def _solver(sums: csr_matrix, low: Floats, high: Floats) -> highspy.Highs:
    """A program with these sums, each 0, and bounds; nothing to be reached yet."""
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
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    # the next direction starts from where the last one ended
    solver.setOptionValue("simplex_strategy", PRIMAL)
    solver.passModel(model)
    return solver
