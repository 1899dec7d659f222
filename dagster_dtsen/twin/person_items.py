"""Items of people in blocks IV A-D: papers, school, work, business; codes as in REGSOSEK22-K.

Every function sees what the questionnaire says of a person (age, sex, earlier answers) and the
family's standardised welfare x; -1 where the item is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_dtsen.twin.items import NOT_ASKED, ordered
from dagster_dtsen.twin.rng import Bools, Dice, Floats, Ids, Ints
from dagster_dtsen.twin.social import CERTIFICATE, FARM, OFFICE, SIBLING, SIBLING_SHARE

OWN, WITH_HELP, EMPLOYER, EMPLOYEE, CASUAL, UNPAID = range(1, 7)
# age at which the class counted from one begins, and number of classes, by level attended 1-6
CLASS_FROM, CLASSES = np.array([0, 6, 12, 15, 17, 17, 22]), np.array([1, 6, 3, 3, 3, 5, 2])
FINISHED = 8
BEGAN_MORE = 0.12  # of those out of school: began the next level and left it
# usual hours of a week by status in employment, and their spread
HOURS, HOURS_SD = np.array([0, 38, 36, 46, 43, 38, 23]), np.array([1, 14, 14, 13, 9, 13, 11])
LICENCES = ((11, 10, 5, 1, 8, 7, 3, 2, 6, 12, 9, 4), (79, 2, 2, 1.5, 0.5, 1, 1, 3, 0.3, 0.7, 1, 8))
TURNOVER = ((1, 2, 3, 4, 5, 6, 7), (70, 17, 6.5, 5.5, 0.8, 0.15, 0.05))
USES = ((1, 0.8), (2, 0.4), (4, 0.35), (8, 0.3), (16, 0.15), (32, 0.02))


@dataclass
class Persons:
    """What the items read of people (n,); codes 0 where the item itself was not asked."""

    id: Ids
    umur: Ints
    jk: Ints
    kawin: Ints
    x: Floats
    urban: Bools
    level: Ints
    r412: Ints
    r415: Ints
    r416a: Ints
    r417: Ints
    r418: Ints
    anggota: Ints  # members of the family
    jkn: Ints  # item 431a
    hadir: Bools  # lives here, so is asked at all

    @property
    def tanya(self) -> Bools:
        """Asked blocks B to D."""
        return self.hadir & (self.umur >= 5) & (self.r412 > 0)


def _asked(condition: Bools, values: Ints | int) -> Ints:
    return np.where(condition, values, NOT_ASKED)


def papers(dice: Dice, who: Persons) -> dict[str, Ints]:
    """Items 410 (pregnant) and 411 (papers, a sum)."""
    ids, age = who.id, who.umur
    asked = who.hadir & (who.jk == 2) & (age >= 10) & (age <= 54) & (who.kawin >= 2)
    able = (who.kawin == 2) & (age >= 17) & (age <= 44)
    pregnant = able & dice.chance("butir.r410", ids, 0.055)
    birth = dice.chance("butir.r411a", ids, np.where(age < 18, 0.9, 0.5 + 0.1 * who.x))
    child = (age < 17) & dice.chance("butir.r411k", ids, 0.42)
    adult = (age >= 17) & dice.chance("butir.r411t", ids, 0.97)
    total = birth.astype(np.int64) + 2 * child + 4 * adult
    return {"r410": _asked(asked, np.where(pregnant, 1, 2)), "r411": _asked(who.hadir, total)}


def school(dice: Dice, who: Persons) -> dict[str, Ints]:
    """Items 412 to 415; 413 and 414 follow from what was finished and whether school goes on."""
    ids = who.id
    been = who.tanya & (who.r412 > 1)
    pupil = who.r412 == 2
    more = dice.chance("butir.r413.lanjut", ids, BEGAN_MORE) & (who.level >= 1)
    more &= who.level < 6
    attended = np.minimum(who.level + (pupil | more | (who.level == 0)), 6)
    other = dice.uniform("butir.r413", ids) < SIBLING_SHARE[attended]
    named = np.where(other, SIBLING[attended], CERTIFICATE[attended])
    finished = ~pupil & (attended == who.level)
    r413 = np.where(finished & (who.level > 0), who.r415, named)
    count = CLASSES[attended]
    by_age = np.clip(who.umur - CLASS_FROM[attended], 1, count)
    left = 1 + (dice.uniform("butir.r414", ids) * np.maximum(count - 1, 1)).astype(np.int64)
    r414 = np.where(finished, FINISHED, np.where(pupil, by_age, left))
    return {
        "r412": _asked(who.tanya, who.r412),
        "r413": _asked(been, r413),
        "r414": _asked(been, r414),
        "r415": _asked(been, who.r415),
    }


def work(dice: Dice, who: Persons) -> dict[str, Ints]:
    """Items 416a to 419."""
    ids, status = who.id, who.r418
    works = who.tanya & (who.r416a == 1)
    hours = HOURS[status] + HOURS_SD[status] * dice.normal("butir.r416b", ids)
    hours = np.where((who.r417 >= 1) & (who.r417 <= FARM), 0.85 * hours, hours)
    formal = np.isin(who.r417, OFFICE)
    known = np.select(
        [(status == EMPLOYEE) & formal, status == EMPLOYEE, status == EMPLOYER,
         (status == OWN) | (status == WITH_HELP)],
        [0.62, 0.28, 0.45, 0.09], 0.02,
    )  # fmt: skip
    rate = np.clip(known * (1 + 0.35 * who.x), 0.0, 0.95)
    has = dice.chance("butir.r419", ids, rate) & (who.umur >= 19)
    shown = dice.chance("butir.r419.kartu", ids, 0.6)
    return {
        "r416a": _asked(who.tanya, who.r416a),
        "r416b": _asked(works, np.clip(np.rint(hours), 1, 98).astype(np.int64)),
        "r417": _asked(works, who.r417),
        "r418": _asked(works, status),
        "r419": _asked(who.tanya, np.where(has, np.where(shown, 1, 2), 3)),
    }


def business(dice: Dice, who: Persons) -> dict[str, Ints]:
    """Items 420a to 426; a business goes mostly with work on own account."""
    ids, status = who.id, who.r418
    own = (status >= OWN) & (status <= EMPLOYER)
    rate = np.select([own, status == UNPAID, who.umur >= 18], [0.93, 0.08, 0.015], 0.0)
    has = dice.chance("butir.r420a", ids, rate)
    asked = who.tanya & has
    number = 1 + dice.pick("butir.r420b", ids, (94, 5, 1))
    trade = np.where(dice.chance("butir.r421", ids, 0.6), 12, 14)
    paid = 1 - 3.0 * np.log(dice.uniform("butir.r422", ids))
    helpers = 1 + dice.pick("butir.r423", ids, (68, 24, 8))
    some = dice.chance("butir.r423.ada", ids, 0.12)
    size = 0.35 * who.x + 0.8 * (status == EMPLOYER) - 0.2 + 0.92 * dice.normal("butir.r425", ids)
    licence = 0.3 * who.x + 0.7 * (status == EMPLOYER) - 0.15 + dice.normal("butir.r424", ids)
    online = 0.3 * who.x + 0.3 * (who.urban - 0.5) - 0.02 * (who.umur - 40.0)
    online += dice.normal("butir.r426", ids)
    uses = sum(
        code * dice.chance(f"butir.r426.{code}", ids, rate).astype(np.int64) for code, rate in USES
    )
    return {
        "r420a": _asked(who.tanya, np.where(has, 1, 2)),
        "r420b": _asked(asked, number),
        "r421": _asked(asked, np.where(own, who.r417, trade)),
        "r422": _asked(asked, np.where(status == EMPLOYER, np.minimum(paid, 60).astype(int), 0)),
        "r423": _asked(asked, np.where((status == WITH_HELP) | some, helpers, 0)),
        "r424": _asked(asked, ordered(licence, *LICENCES)),
        "r425": _asked(asked, ordered(size, *TURNOVER)),
        "r426": _asked(asked, np.where(online > 0.6, np.maximum(uses, 1), 0)),
    }
