"""Social programmes and health insurance of families: one draw that every provider sees."""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.coverage import standardised
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.rng import Bools, Floats, Ints
from dagster_dtsen.twin.social import OFFICE
from dagster_dtsen.twin.standing import Standing

# programme: standardised welfare at which half the families have it, width of the soft edge
PROGRAMMES = {"PKH": (-0.75, 0.4), "BPNT": (-0.45, 0.4), "PBI": (-0.1, 0.55)}
CHANGE = 0.04  # families whose programme draw is renewed in a quarter
SEGMENTS = ["PBI JK", "PBPU PEMDA", "PPU", "PBPU", "BP"]
PBI, PEMDA, PPU, PBPU, BP = range(5)
EMPLOYEE = 4
OUTSIDE = 0.05  # families in no scheme of the health insurance


def receives(world: s.World, log_y: Floats, name: str, release: int) -> Bools:
    """Families (f,) that receive a programme in quarter number ``release``."""
    ids, dice = world.families.id, world.dice
    middle, width = PROGRAMMES[name]
    u = dice.uniform(f"dtks.{name}", ids)
    for quarter in range(1, release + 1):
        again = dice.chance(f"dtks.{name}.ubah{quarter}", ids, CHANGE)
        u = np.where(again, dice.uniform(f"dtks.{name}{quarter}", ids), u)
    has: Bools = u < 1 / (1 + np.exp((standardised(log_y) - middle) / width))
    return has & needy(world) if name == "PKH" else has


def needy(world: s.World) -> Bools:
    """Families (f,) with a small or school child or an old person, the target of PKH."""
    people = world.people
    age = (world.day - people.lahir) / YEAR
    which = people.status == s.HIDUP
    which &= (age < 6) | ((age > 6) & (age < 19)) | (age > 65)
    return np.bincount(people.fam[which], minlength=len(world.families.id)) > 0


def segments(world: s.World, standing: Standing, release: int) -> Ints:
    """Segment of the health insurance per family (f,), index into :data:`SEGMENTS`."""
    dice, people, ids = world.dice, world.people, world.families.id
    x = standardised(standing.every)
    about, person = standing.social, standing.person
    paid = about.r418 == EMPLOYEE
    sure = np.where(np.isin(about.r417, OFFICE), 0.9, 0.5)
    formal = paid & dice.chance("jkn.formal", people.id[person], sure)
    employed = np.bincount(people.fam[person[formal]], minlength=len(ids)) > 0
    head = people.hub[person] == s.KEPALA
    retired = head & (about.level >= 3) & (about.r416a == 2)
    retired &= people.lahir[person] < world.day - 58 * YEAR
    pension = np.bincount(people.fam[person[retired]], minlength=len(ids)) > 0
    local = dice.uniform("jkn.pemda", ids) < 1 / (1 + np.exp((x - 0.35) / 0.45))
    return np.select(
        [receives(world, standing.every, "PBI", release), employed, pension, local],
        [PBI, PPU, BP, PEMDA], PBPU,
    )  # fmt: skip


def insured(world: s.World, share: float) -> Bools:
    """People (n,) in the health insurance, a ``share`` of all; some families not at all."""
    outside = world.dice.chance("jkn.keluarga_luar", world.families.id, OUTSIDE)
    inside = world.dice.chance("jkn.orang", world.people.id, share / (1 - OUTSIDE))
    return ~outside[world.people.fam] & inside
