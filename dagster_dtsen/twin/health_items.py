"""Items of people in blocks IV E-F: nutrition, disability, illness, protection programmes."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from dagster_dtsen.twin.items import NOT_ASKED
from dagster_dtsen.twin.person_items import CASUAL, EMPLOYEE, OWN, UNPAID, Persons
from dagster_dtsen.twin.programmes import BP, PBI, PBPU, PEMDA, PPU
from dagster_dtsen.twin.rng import Bools, Dice, Floats, Ints
from dagster_dtsen.twin.social import OFFICE

# share with any difficulty at age 60, by item; a-f asked from age 2, g-j from age 5
DIFFICULTIES = {
    "r428a": 0.13, "r428b": 0.08, "r428c": 0.11, "r428d": 0.05, "r428e": 0.03, "r428f": 0.02,
    "r428g": 0.03, "r428h": 0.03, "r428i": 0.05,
}  # fmt: skip
FROM_FIVE = ("r428g", "r428h", "r428i", "r428j")
# of those with a difficulty: some (3), much (2); the others not at all able (1)
SOME, MUCH = 0.75, 0.93
FRAILTY = 0.6
ILLNESSES = (30, 20, 8, 8, 12, 2, 4, 1.5, 1, 0.1, 0.2, 8, 0.3, 0.2, 0.1, 0.3, 10)  # codes 02-18
INSURANCE = {PBI: 1, PEMDA: 8, PPU: 4, PBPU: 2, BP: 4}
UNKNOWN = 99
# public administration and education: a pension of their own
PENSION = (20, 21)


def _asked(condition: Bools, values: Ints) -> Ints:
    return np.where(condition, values, NOT_ASKED)


def health(dice: Dice, who: Persons) -> dict[str, Ints]:
    """Items 427 to 430."""
    ids, age = who.id, who.umur
    found = {"r427": _asked(who.hadir & (age <= 4), _nutrition(dice, who))}
    frailty = dice.normal("butir.r428", ids)
    old = 0.25 + (np.minimum(age, 90) / 60.0) ** 3
    serious = np.zeros(len(ids), dtype=np.bool_)
    for item, share in DIFFICULTIES.items():
        score = FRAILTY * frailty + (1 - FRAILTY**2) ** 0.5 * dice.normal(f"butir.{item}", ids)
        code = _difficulty(score, np.minimum(share * old, 0.85))
        asked = who.hadir & (age >= (5 if item in FROM_FIVE else 2))
        found[item] = _asked(asked, code)
        serious |= asked & (code <= 2)
    sad = 4 - dice.pick("butir.r428j", ids, (83, 12.5, 3.7, 0.8))
    asked = who.hadir & (age >= 5)
    found["r428j"] = _asked(asked, sad)
    serious |= asked & (sad <= 2)
    carer = np.where(dice.chance("butir.r429", ids, 0.9), 1, 2)
    carer = np.where(who.anggota == 1, 3, carer)
    found["r429"] = _asked(who.hadir & ((age >= 60) | serious), carer)
    ill = dice.chance("butir.r430", ids, 0.02 + 0.36 / (1 + np.exp(-(age - 57) / 9.0)))
    found["r430"] = _asked(
        who.hadir, np.where(ill, 2 + dice.pick("butir.r430.apa", ids, ILLNESSES), 1)
    )
    return found


def _difficulty(score: Floats, share: Floats) -> Ints:
    """Codes 1-4 for a standard normal score; the upper ``share`` has a difficulty."""
    rank = (1 - ndtr(score)) / share  # below one: a difficulty, near zero: the worst
    return np.select([rank < 1 - MUCH, rank < 1 - SOME, rank < 1], [1, 2, 3], 4)


def _nutrition(dice: Dice, who: Persons) -> Ints:
    """Wasted, stunted (more often where poor), no record, do not know."""
    u = dice.uniform("butir.r427", who.id)
    stunted = np.clip(0.2 - 0.06 * who.x, 0.03, 0.45)
    return np.select([u < 0.07, u < 0.07 + stunted, u < 0.62], [1, 2, 3], 8)


def protection(dice: Dice, who: Persons) -> dict[str, Ints]:
    """Items 431a to 431f; a and f are sums, 99 means does not know."""
    ids, age, x = who.id, who.umur, who.x
    self_employed = (who.r418 >= OWN) & (who.r418 < EMPLOYEE)
    poor = 1 / (1 + np.exp((x + 0.2) / 0.5))
    young = (age >= 18) & (age <= 45)
    training = young & (who.r412 == 3) & dice.chance("butir.r431b", ids, 0.05)
    credit = self_employed & dice.chance("butir.r431c", ids, 0.09)
    micro = self_employed & (who.jk == 2) & dice.chance("butir.r431d", ids, 0.12 * poor)
    pip = (who.r412 == 2) & dice.chance("butir.r431e", ids, 0.6 * poor)

    def yes(condition: Bools, which: Bools) -> Ints:
        return _asked(condition, np.where(which, 1, 2))

    from_five = who.hadir & (age >= 5)
    return {
        "r431a": _asked(who.hadir, who.jkn),
        "r431b": yes(from_five, training),
        "r431c": yes(from_five, credit),
        "r431d": yes(from_five, micro),
        "r431e": yes(from_five & (age <= 30), pip),
        "r431f": _asked(who.hadir & (age >= 15), _job_insurance(dice, who)),
    }


def _job_insurance(dice: Dice, who: Persons) -> Ints:
    ids = who.id
    office = np.isin(who.r417, OFFICE)
    rate = np.select(
        [(who.r418 == EMPLOYEE) & office, who.r418 == EMPLOYEE, who.r418 == CASUAL,
         (who.r418 > 0) & (who.r418 < UNPAID)],
        [0.75, 0.42, 0.05, 0.03], 0.0,
    )  # fmt: skip
    has = dice.chance("butir.r431f", ids, rate)
    total = (
        3
        + 4 * dice.chance("butir.r431f.hari_tua", ids, 0.7).astype(np.int64)
        + 8 * dice.chance("butir.r431f.pensiun", ids, 0.5)
        + 16 * (np.isin(who.r417, PENSION) & dice.chance("butir.r431f.taspen", ids, 0.6))
    )
    unknown = dice.chance("butir.r431f.tidak_tahu", ids, 0.015)
    return np.where(unknown, UNKNOWN, np.where(has, total, 0))


def insurance(dice: Dice, ids: Ints, segment: Ints, inside: Bools, x: Floats) -> Ints:
    """Item 431a from the segment of the family's health insurance and who is in it."""
    table = np.array([INSURANCE[number] for number in range(len(INSURANCE))])
    total = np.where(inside, table[segment], 0)
    private = dice.chance("butir.r431a.lain", ids, np.clip(0.015 + 0.02 * x, 0.0, 0.2))
    total = total + 8 * (private & (total < 8))
    return np.where(dice.chance("butir.r431a.tidak_tahu", ids, 0.012), UNKNOWN, total)
