"""Families as they stand at the start: who lives with whom, how old, married or not.

The same builder serves the twin and the separate Susenas population; it sees only ids.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.rng import Bools, Days, Dice, Floats, Ids, Ints

SLOTS = 16
CHILD, CHILDREN, PARENT, INLAW, GRANDCHILD, OTHER, SERVANT = 2, 6, 8, 10, 11, 13, 15
SINGLE, COUPLE, LONE_PARENT, SIBLINGS = range(4)
TYPES = (0.115, 0.735, 0.12, 0.03)
# children ever born: mothers below 50, from 50 on
BORN = ((0.06, 0.21, 0.42, 0.2, 0.08, 0.02, 0.01), (0.04, 0.09, 0.24, 0.25, 0.2, 0.11, 0.07))


@dataclass
class Members:
    """People of families (n,): row of the family, slot in it, and what structure decides."""

    fam: Ints
    slot: Ints
    jenis_kelamin: Ints
    lahir: Days
    hub: Ints
    kawin: Ints


class _Draft:
    """Slot matrices (families, SLOTS) while a population is drawn."""

    def __init__(self, dice: Dice, fam: Ids) -> None:
        self.dice, self.fam = dice, fam
        shape = (len(fam), SLOTS)
        self.here: NDArray[np.bool_] = np.zeros(shape, dtype=np.bool_)
        self.age: NDArray[np.float64] = np.zeros(shape)
        self.sex: NDArray[np.int8] = np.ones(shape, dtype=np.int8)
        self.kawin: NDArray[np.int8] = np.ones(shape, dtype=np.int8)

    def u(self, purpose: str) -> Floats:
        return self.dice.uniform(f"keluarga.{purpose}", self.fam)

    def n(self, purpose: str) -> Floats:
        return self.dice.normal(f"keluarga.{purpose}", self.fam)

    def put(self, slot: int, here: Bools, age: Floats, sex: Ints, kawin: Ints) -> None:
        self.here[:, slot], self.age[:, slot] = here & (age >= 0), age
        self.sex[:, slot], self.kawin[:, slot] = sex, kawin


def build(dice: Dice, fam: Ids, urban: Bools, day: int) -> Members:
    """Draw families for ids (f,); ages are those of ``day``. Mean size about 3.1."""
    draft = _Draft(dice, fam)
    kind = dice.pick("keluarga.jenis", fam, TYPES)
    mother = _heads(draft, kind)
    _children(draft, kind, mother)
    _extended(draft, kind, urban)
    row, slot = np.nonzero(draft.here)
    relation = np.array(
        [s.KEPALA, s.PASANGAN, *[s.ANAK] * CHILDREN, s.ORANGTUA, s.ORANGTUA, s.MENANTU,
         s.CUCU, s.CUCU, s.LAINNYA, s.LAINNYA, s.PEMBANTU]
    )  # fmt: skip
    return Members(
        fam=row,
        slot=slot,
        jenis_kelamin=draft.sex[row, slot].astype(np.int64),
        lahir=(day - draft.age[row, slot] * YEAR).astype(np.int64),
        hub=relation[slot],
        kawin=draft.kawin[row, slot].astype(np.int64),
    )


def _heads(draft: _Draft, kind: Ints) -> Floats:
    """Heads and spouses; returns the age of the mother (or the lone father less three)."""
    young = draft.u("muda") < 0.38
    age = np.select(
        [kind == SINGLE, kind == COUPLE, kind == LONE_PARENT],
        [np.where(young, 27 + 5 * draft.n("umur"), 60 + 12 * draft.n("umur")),
         46 + 13 * draft.n("umur"), 49 + 11 * draft.n("umur")],
        33 + 9 * draft.n("umur"),
    )  # fmt: skip
    age = np.clip(age, np.where(kind == COUPLE, 20, 19) + draft.u("umur.tepi"), 92)
    male_share = np.array([0.45, 0.97, 0.2, 0.5])[kind]
    sex = np.where(draft.u("jk") < male_share, 1, 2)
    widowed = draft.u("janda") < np.clip((age - 25) / 50, 0.1, 0.85)
    alone = np.where(widowed, s.CERAI_MATI, s.CERAI_HIDUP)
    never = draft.u("lajang") < np.clip(1.1 - (age - 25) / 22, 0.04, 1.0)
    kawin = np.select(
        [kind == COUPLE, kind == LONE_PARENT], [np.full(len(age), s.KAWIN), alone],
        np.where(never, s.BELUM_KAWIN, alone),
    )  # fmt: skip
    draft.put(0, np.ones(len(age), dtype=np.bool_), age, sex, kawin)
    spouse = np.maximum(age + np.where(sex == 1, -1, 1) * (3.5 + 3.5 * draft.n("selisih")), 18.0)
    draft.put(1, kind == COUPLE, spouse, 3 - sex, np.full(len(age), s.KAWIN))
    mother = np.where(kind == COUPLE, np.where(sex == 2, age, spouse), age - 3 * (sex == 1))
    return np.asarray(mother, dtype=np.float64)


def _children(draft: _Draft, kind: Ints, mother: Floats) -> None:
    cumulative = np.cumsum(np.array(BORN), axis=1)[(mother >= 50).astype(np.int64)]
    born = (draft.u("anak")[:, None] > cumulative).sum(axis=1)
    born = np.where(kind == LONE_PARENT, np.maximum(born, 1), born)
    parent = (kind == COUPLE) | (kind == LONE_PARENT)
    age = mother - np.clip(24 + 4 * draft.n("sulung"), 17, 38)
    for number in range(CHILDREN):
        if number:
            twin = draft.u(f"kembar{number}") < 0.012
            age = np.where(twin, age, age - 1.5 - 5.0 * draft.u(f"jarak{number}"))
        stays = draft.u(f"tinggal{number}") < 1 / (1 + np.exp((age - 23.5) / 2.6))
        only = (kind == LONE_PARENT) & (number == 0)
        here = parent & (born > number) & ((stays & (age < 40)) | only) & (age > 0)
        parted = (age > 24) & (draft.u(f"cerai{number}") < 0.05)
        sex = np.where(draft.u(f"jk{number}") < 0.512, 1, 2)
        kawin = np.where(parted, s.CERAI_HIDUP, s.BELUM_KAWIN)
        draft.put(CHILD + number, here, age, sex, kawin)


def _extended(draft: _Draft, kind: Ints, urban: Bools) -> None:
    """Parents, a married child with spouse and children, other kin, servants."""
    size = len(kind)
    never = np.full(size, s.BELUM_KAWIN)
    head, sex0 = draft.age[:, 0], draft.sex[:, 0]
    old = head + 22 + 9 * draft.u("orangtua.umur")
    here = (kind != SINGLE) & (draft.u("orangtua") < 0.085) & (old < 96)
    sex = np.where(draft.u("orangtua.jk") < 0.76, 2, 1)
    both = here & (draft.u("orangtua.dua") < 0.18)
    draft.put(8, here, old, sex, np.where(both, s.KAWIN, s.CERAI_MATI))
    partner = old + np.where(sex == 1, -4, 3)
    draft.put(9, both & (partner < 97), partner, 3 - sex, np.full(size, s.KAWIN))
    eldest = draft.age[:, CHILD]
    three = draft.here[:, CHILD] & (eldest > 20) & (eldest < 38) & (kind != SINGLE)
    three &= draft.u("menantu") < 0.2
    draft.kawin[:, CHILD] = np.where(three, s.KAWIN, draft.kawin[:, CHILD])
    inlaw = np.maximum(eldest + np.where(draft.sex[:, CHILD] == 1, -2, 3), 18.0)
    spouse_sex = 3 - draft.sex[:, CHILD].astype(np.int64)
    draft.put(INLAW, three, inlaw, spouse_sex, np.full(size, s.KAWIN))
    wife = np.where(draft.sex[:, CHILD] == 2, eldest, inlaw)
    for number in range(2):
        age = (wife - 19 - 3 * number) * draft.u(f"cucu{number}.umur")
        kept = (kind == COUPLE) & (head > 52) & (draft.u(f"cucu{number}.titip") < 0.02)
        alone = np.clip(head - 46, 0, 14) * draft.u(f"cucu{number}.umur")
        own = three & (draft.u(f"cucu{number}") < 0.62 - 0.3 * number) & (wife > 21 + 3 * number)
        sex = np.where(draft.u(f"cucu{number}.jk") < 0.512, 1, 2)
        draft.put(GRANDCHILD + number, own | kept, np.where(own, age, alone), sex, never)
    near = np.clip(head - 3 + 9 * draft.n("lain.umur"), 1, 80)
    for number, rate in ((0, 0.04), (1, 0.01)):
        force = (kind == SIBLINGS) & (draft.u(f"saudara{number}") < (1.0, 0.4)[number])
        free = 4 + 55 * draft.u(f"lain{number}.umur") ** 1.5
        sex = np.where(draft.u(f"lain{number}.jk") < 0.5, 1, 2)
        age = np.where(force, near - 4 * number, free)
        here = force | ((kind != SINGLE) & (draft.u(f"lain{number}") < rate))
        draft.put(OTHER + number, here, age, sex, never)
    age = 18 + 35 * draft.u("pembantu.umur")
    sex = np.where(draft.u("pembantu.jk") < 0.85, 2, 1)
    maid = urban & (kind == COUPLE) & (sex0 == 1) & (draft.u("pembantu") < 0.006)
    draft.put(SERVANT, maid, age, sex, never)
