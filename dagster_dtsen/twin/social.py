"""Education and work of people, from the endowment of the family they were born into.

Codes are those of the Regsosek questionnaire (412, 415, 416a, 417, 418). The labels of 418 are
not printed there; here 1 own account, 2 with unpaid help, 3 employer, 4 employee, 5 casual,
6 unpaid family worker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_dtsen.twin.periods import YEAR, split_days
from dagster_dtsen.twin.rng import Bools, Days, Dice, Floats, Ids, Ints

# thresholds of the latent schooling: none | SD | SMP | SMA/SMK | diploma | S1 | S2 and above
EDUCATION = (-1.25, -0.3, 0.3, 1.35, 1.5, 2.55)
DONE_AT = np.array([0, 12, 15, 18, 21, 22, 26])
# main certificate per level, then a rarer sibling (madrasah, vocational, professional) and share
CERTIFICATE = np.array([23, 3, 8, 13, 18, 19, 21])
SIBLING = np.array([23, 4, 9, 15, 18, 20, 22])
SIBLING_SHARE = np.array([0.0, 0.12, 0.16, 0.38, 0.0, 0.05, 0.1])
# sector codes with weights for rural low, urban low, and higher education (level >= 4)
SECTORS = np.array([1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 24, 25])
RURAL = (30, 5, 14, 5, 5, 2, 8, 8, 11, 3, 3, 0.3, 0.2, 1.5, 1, 0.5, 2, 1)
URBAN = (4, 1, 1.5, 1.5, 1, 1, 18, 10, 27, 9, 10, 1, 1.2, 3, 1.5, 1, 6, 3)
LEARNED = (2, 0.5, 1, 0.5, 0.5, 1.5, 8, 3, 12, 4, 4, 5, 9, 16, 21, 9, 3, 0)
FARM, OFFICE = 5, (16, 20, 21, 22, 15)


@dataclass
class Social:
    """Per person (n,): level 0-6 reached so far, items in codes; 0 where not asked."""

    level: Ints
    r412: Ints
    r415: Ints
    r416a: Ints
    r417: Ints
    r418: Ints


def social(
    dice: Dice, ids: Ids, sex: Ints, lahir: Days, z: Floats, urban: Bools, head: Bools, day: int
) -> Social:
    """Schooling and work of people (n,) on a day."""
    age = (day - lahir) / YEAR
    year, _, _ = split_days(lahir)
    cohort = 0.022 * (np.clip(year, 1930, 2000) - 1975)
    latent = 0.6 * z + cohort + 0.3 * urban - 0.08 * (sex == 2) + 0.75 * dice.normal("didik", ids)
    final = np.searchsorted(np.array(EDUCATION), latent)
    reached = np.minimum(final, np.searchsorted(DONE_AT, np.floor(age), side="right") - 1)
    level = np.maximum(reached, 0)
    sibling = dice.uniform("didik.jenis", ids) < SIBLING_SHARE[level]
    leave = np.where(final == 0, 9, DONE_AT[final])
    late = dice.uniform("didik.mulai", ids)
    started = age >= 5 + 2 * late
    never = ~started | ((final == 0) & (age > 10) & dice.chance("didik.tidak", ids, 0.5))
    r412 = np.where(never, 1, np.where(age < leave, 2, 3))
    works = _works(dice, ids, sex, age, head, r412 == 2)
    r417 = _sector(dice, ids, urban, level)
    r418 = _status(dice, ids, r417, sex, head, level)
    asked = age >= 5
    return Social(
        level=level,
        r412=np.where(asked, r412, 0),
        r415=np.where(asked & ~never, np.where(sibling, SIBLING[level], CERTIFICATE[level]), 0),
        r416a=np.where(asked, np.where(works, 1, 2), 0),
        r417=np.where(works, r417, 0),
        r418=np.where(works, r418, 0),
    )


def _works(dice: Dice, ids: Ids, sex: Ints, age: Floats, head: Bools, school: Bools) -> Bools:
    man = np.select([age < 15, age < 25, age < 58, age < 70], [0.02, 0.62, 0.94, 0.68], 0.3)
    woman = np.select([age < 15, age < 25, age < 58, age < 70], [0.01, 0.4, 0.54, 0.38], 0.12)
    rate = np.where(sex == 1, man, np.where(head, (woman + man) / 2, woman))
    rate = np.where(school, np.where(age >= 15, 0.08, 0.01), np.where(age < 10, 0.0, rate))
    return dice.chance("kerja", ids, rate)


def _sector(dice: Dice, ids: Ids, urban: Bools, level: Ints) -> Ints:
    rural = SECTORS[dice.pick("lapangan", ids, RURAL)]
    town = SECTORS[dice.pick("lapangan", ids, URBAN)]
    learned = SECTORS[dice.pick("lapangan", ids, LEARNED)]
    office = (
        dice.uniform("lapangan.didik", ids) < np.array([0, 0, 0.02, 0.15, 0.7, 0.8, 0.9])[level]
    )
    return np.where(office, learned, np.where(urban, town, rural))


def _status(dice: Dice, ids: Ids, sector: Ints, sex: Ints, head: Bools, level: Ints) -> Ints:
    farm = dice.pick("status_kerja", ids, (22, 30, 3, 8, 18, 19)) + 1
    office = dice.pick("status_kerja", ids, (8, 2, 3, 85, 1, 1)) + 1
    other = dice.pick("status_kerja", ids, (30, 10, 4, 36, 12, 8)) + 1
    chosen = np.where(sector <= FARM, farm, np.where(np.isin(sector, OFFICE), office, other))
    return np.where((chosen == 6) & (head | (sex == 1) & (level > 2)), 1, chosen)
