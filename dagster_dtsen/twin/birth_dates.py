"""Registered birth dates and NIK: which date the register holds, which date the NIK carries."""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin.periods import YEAR, ddmmyy, join_days, split_days
from dagster_dtsen.twin.rng import Bools, Days, Dice, Ids, Ints

# weights of the default dates 1 July, 31 December, 1 January
DEFAULT_DATES = ((7, 1), (12, 31), (1, 1))
DEFAULT_WEIGHTS = (0.6, 0.25, 0.15)
# relative chance of a defaulted registered date by age, mean one over the population
# the rate is one of today's register, which children born since the first day (none has a
# default) thin out
THINNED = 1.05
DEFAULT_BY_AGE = ((18, 0.15), (40, 0.65), (60, 1.75), (200, 2.6))
CORRECTED = 0.005


def default_date(dice: Dice, purpose: str, ids: Ids, lahir: Days) -> Days:
    """A default date in the birth year."""
    year, _, _ = split_days(lahir)
    choice = dice.pick(purpose, ids, DEFAULT_WEIGHTS)
    month = np.array([m for m, _ in DEFAULT_DATES])[choice]
    day = np.array([d for _, d in DEFAULT_DATES])[choice]
    return join_days(year, month, day)


def registered(dice: Dice, ids: Ids, lahir: Days, day: int, rate: float) -> Days:
    """Registered dates: a share ``rate`` of the population, mostly the old, has a default."""
    age = (day - lahir) / YEAR
    factor = np.select([age < top for top, _ in DEFAULT_BY_AGE], [f for _, f in DEFAULT_BY_AGE])
    defaulted = dice.chance("lahir.baku", ids, THINNED * rate * factor)
    return np.where(defaulted, default_date(dice, "lahir.baku.pilih", ids, lahir), lahir)


def nik_date(dice: Dice, ids: Ids, terdaftar: Days) -> Days:
    """The date inside the NIK: the registered one unless that was corrected later."""
    corrected = dice.chance("nik.koreksi", ids, CORRECTED)
    shift = dice.integer("nik.koreksi.hari", ids, -400, 400)
    return np.where(corrected, terdaftar + shift, terdaftar)


def nik_key(kecamatan: Ints, date: Days, jenis_kelamin: Ints) -> Ints:
    """First twelve digits of a NIK: kecamatan, DDMMYY with 40 added to the day of women."""
    women: Bools = jenis_kelamin == 2
    return kecamatan * 1_000_000 + ddmmyy(date) + np.where(women, 400_000, 0)
