"""Welfare of another form than the usual equation: interactions and thresholds, no sum of effects.

They say what studies of poverty tell of families that a sum misses: schooling pays where there is
work for it, a mouth to feed weighs by the hands that earn, the old are poor when they are alone.
Written apart from the model and without looking at what it can do; figures are chosen so that mean
and spread of ln y stay near those of the usual equation.
"""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin.equation_usual import BASE, EDUCATION, Known
from dagster_dtsen.twin.rng import Floats
from dagster_dtsen.twin.social import FARM, OFFICE

EMPLOYER, CASUAL = 3, 5


def crossed(known: Known) -> Floats:
    """``silang``: what counts depends on something else.

    ln y = BASE + place + .14 urban + .07 z + education * (1.7 office in town, .1 farming in the
    country, .8 else) - .13 * max(dependants per earner - 1, 0)^1.2 (at most 5) - .55 old and alone
    in the country - .45 woman head with small children and no work + .45 employer in town
    - .3 casual work with three children and more
    """
    about, urban = known.about, known.urban
    members = np.maximum(about.jumlah_anggota, 1)
    farm = (known.sector >= 1) & (known.sector <= FARM)
    office = np.isin(known.sector, OFFICE)
    pays = np.where(urban & office, 1.7, np.where(farm & ~urban, 0.1, 0.8))
    earners = np.maximum(about.bekerja, 0.5)
    burden = np.clip((members - about.bekerja) / earners - 1.0, 0.0, 5.0)
    children = about.balita + about.anak_sekolah
    alone = (about.lansia == members) & (members <= 2) & ~urban
    woman = (about.jk_kepala == 2) & (about.balita >= 1) & (known.sector == 0)
    return np.asarray(
        BASE - 0.02 + known.place + 0.14 * urban + 0.07 * known.z + EDUCATION[known.level] * pays
        - 0.13 * burden**1.2 - 0.55 * alone - 0.45 * woman
        + 0.45 * ((known.status == EMPLOYER) & urban)
        - 0.30 * ((known.status == CASUAL) & (children >= 3))
    )  # fmt: skip


def stepped(known: Known) -> Floats:
    """``ambang``: what counts begins at a threshold.

    ln y = BASE + place + .1 urban + .07 z + schooling (-.2 below 2, 0, .12 from 3, .6 from 5)
    + members (.3 up to two, 0, -.3 from six, -.5 from eight) - .45 head above 62 without office
    work + .3 head between 35 and 55 with two earners - .25 head below 25
    """
    about, level = known.about, known.level
    members, age = about.jumlah_anggota, about.umur_kepala
    office = np.isin(known.sector, OFFICE)
    school = np.select([level >= 5, level >= 3, level >= 2], [0.6, 0.12, 0.0], -0.2)
    size = np.select([members >= 8, members >= 6, members >= 3], [-0.5, -0.3, 0.0], 0.3)
    return np.asarray(
        BASE - 0.14 + known.place + 0.10 * known.urban + 0.07 * known.z + school + size
        - 0.45 * ((age > 62) & ~office) + 0.30 * ((age >= 35) & (age <= 55) & (about.bekerja >= 2))
        - 0.25 * (age < 25)
    )  # fmt: skip
