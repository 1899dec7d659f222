"""The attack on tables before they are published: can a small cell be told from all others?

For every small cell two true tables are looked for that agree with everything published and differ
in this cell by at least the threshold. Where they are found, no attacker who solves the linear
system can know the cell better. A linear program over a block of neighbouring regions finds them,
everything outside of the block held at its true value, so that what is found holds for the whole
system. A cell for which none is found counts as exposed.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np

from dagster_dtsen.disclosure.blocks import REACH, Map, blocks
from dagster_dtsen.disclosure.program import Found, Program, Sums
from dagster_dtsen.disclosure.system import Bools, Ints, System

# unknowns of one linear program, and for how many cells the whole country is tried
BLOCK, LAST = 1_000, 40
# blocks that know nothing of each other, however many of them run at once: the same cells are found
BATCH = 16
# random directions before cells are tried one by one; all that is random hangs on the seed
DIRECTIONS, IDLE, SEED = 12, 0.01, 20_260


def attack(
    system: System, found: Found | None = None, only: Bools | None = None, threads: int = 1
) -> Found:
    """Move every small cell as far as the published tables allow, blocks first small then wider.

    ``only``: unknowns to look at again, after others were closed; ``found`` from before.
    ``threads``: how many blocks at once; what is found does not depend on it.
    """
    found = found or Found(np.zeros(len(system.true)), np.zeros(len(system.true)))
    map_, sums = Map(system), Sums(system)

    def tried(reach: int, least: int, push: Callable[[Program, Ints], None], left: Ints) -> None:
        def solved(block: tuple[Ints, Ints]) -> Program | None:
            targets = block[1][found.exposed(system, block[1])]
            if not len(targets):
                return None
            program = Program(system, sums, block[0], found)
            push(program, targets)
            return program

        waiting = blocks(system, map_, left, reach, least)
        while batch := list(islice(waiting, BATCH)):
            for program in list(pool.map(solved, batch)):
                if program:
                    program.tell(found)

    with ThreadPoolExecutor(threads) as pool:
        for reach in range(REACH):
            tried(reach, BLOCK, _together, _left(system, found, only))
        for reach in range(REACH + 1):
            left = _left(system, found, only)
            if reach == REACH and len(left) > LAST:
                break
            tried(reach, 1, _one_by_one, left)
    return found


def _left(system: System, found: Found, only: Bools | None) -> Ints:
    exposed = found.exposed(system)
    return np.flatnonzero(exposed if only is None else exposed & only)


def _together(program: Program, targets: Ints) -> None:
    """Push all targets up and down at random, and the other way round, as long as that helps."""
    dice = np.random.default_rng(SEED)
    idle = 0
    for _ in range(DIRECTIONS):
        before = program.exposed(targets)
        weight = before * dice.uniform(0.5, 1.5, len(targets)) / program.need(targets)
        weight *= dice.choice([-1.0, 1.0], len(targets))
        for sign in (1.0, -1.0):
            program.push(targets, sign * weight)
        after = program.exposed(targets).sum()
        idle = 0 if before.sum() - after > IDLE * len(targets) else idle + 1
        if not after or idle > 1:
            return


def _one_by_one(program: Program, targets: Ints) -> None:
    for target in targets:
        alone = np.array([target])
        for sign in (1.0, -1.0):
            if program.exposed(alone).any():
                program.push(alone, np.array([sign]))
