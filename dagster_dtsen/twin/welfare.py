"""The welfare equation of the twin. FROZEN: figures proven on a twin hold for this form only.

For family i in kabupaten/kota k of province p, with ln y the natural logarithm of expenditure
per person and month in rupiah:

    ln y = BASE + province_p + KAB_SD * kab_k + 0.15 urban
         + education(head level 0-6) + 0.05 urban * (level >= 3)
         + work(head) + demography + 0.07 z + eps + 0.08 v

    education  = -.17 -.09 0 .11 .21 .34 .48
    work       = -.05 idle, -.09 farming (a further -.07 if rural and at most SD),
                 +.09 office sectors, +.16 employer, -.11 casual, -.05 unpaid
    demography = -.115 (m - 1) + .0072 (m - 1)^2, m = min(members, 9)
                 - .045 children 0-4 - .025 children 5-18 - .03 members 60+
                 + .30 * share of members at work
                 - .00022 (age of head - 48)^2 - .04 woman head
    z          = endowment of the family (standard normal, higher in town); it also drives
                 schooling
    eps        = EPS_SD * standard normal, the family's own, carried over time and in part to
                 families that leave it
    v          = standard normal, new at every date

kab_k is standard normal per seed and code, so that the Susenas sample and the twin share it.
Housing and assets follow from ln y through noisy thresholds (``items.py``). All but eps and v
stands in ``equations.py``, where a twin may be given another equation by name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_dtsen.twin.equation_usual import Known
from dagster_dtsen.twin.equations import USUAL, equation
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.regions import Regions, province_table
from dagster_dtsen.twin.rng import Bools, Days, Dice, Floats, Ids, Ints
from dagster_dtsen.twin.social import Social, social

MEAN, SPREAD = 14.05, 0.55  # of ln y, to standardise it for the items
WORKING_AGE = 15
KAB_SD, EPS_SD, DRIFT_SD = 0.12, 0.35, 0.08


@dataclass
class Composition:
    """What the equation reads of families (f,); row lists of their living members beside it."""

    jumlah_anggota: Ints
    balita: Ints
    anak_sekolah: Ints
    lansia: Ints
    bekerja: Ints
    bekerja_dewasa: Ints  # of these, of 15 years and more
    kepala: Ints  # row of the head among the member rows
    umur_kepala: Floats
    jk_kepala: Ints
    sosial: Social


def compose(
    dice: Dice, ids: Ids, fam: Ints, families: int, sex: Ints, lahir: Days, hub: Ints,
    z: Floats, urban: Bools, day: int,
) -> Composition:  # fmt: skip
    """Summaries of families from their living members (n,); ``urban`` is per family (f,)."""
    age = (day - lahir) / YEAR
    head = hub == 1
    attributes = social(dice, ids, sex, lahir, z, urban[fam], head, day)
    kepala = np.zeros(families, dtype=np.int64)
    kepala[fam[head]] = np.flatnonzero(head)

    def count(which: Bools) -> Ints:
        return np.bincount(fam[which], minlength=families)

    return Composition(
        jumlah_anggota=np.bincount(fam, minlength=families),
        balita=count(age < 5),
        anak_sekolah=count((age >= 5) & (age < 19)),
        lansia=count(age >= 60),
        bekerja=count(attributes.r416a == 1),
        bekerja_dewasa=count((attributes.r416a == 1) & (age >= WORKING_AGE)),
        kepala=kepala,
        umur_kepala=age[kepala],
        jk_kepala=sex[kepala],
        sosial=attributes,
    )


def systematic(
    dice: Dice, regions: Regions, desa: Ints, z: Floats, about: Composition, name: str = USUAL
) -> Floats:
    """What of ln y (f,) the equation ``name`` tells, without the family's own luck.

    Raises DtsenError E-PERSAMAAN.
    """
    kab = regions.kab[regions.kab_of[desa]]
    table = province_table()
    province = np.array([table[str(code // 100)].efek for code in regions.kab])
    social = about.sosial
    return equation(name)(
        Known(
            place=province[regions.kab_of[desa]] + KAB_SD * dice.normal("kab.sejahtera", kab),
            urban=regions.urban[desa],
            level=social.level[about.kepala],
            sector=social.r417[about.kepala],
            status=social.r418[about.kepala],
            about=about,
            z=z,
        )
    )


def log_expenditure(
    dice: Dice, regions: Regions, family: Ids, desa: Ints, z: Floats, eps: Floats,
    about: Composition, day: int, name: str = USUAL,
) -> Floats:  # fmt: skip
    """ln y of families (f,) on a day by the equation ``name``, see the module text."""
    told = systematic(dice, regions, desa, z, about, name)
    return np.asarray(told + eps + DRIFT_SD * dice.normal(f"keluarga.waktu{day}", family))


def rupiah(log_y: Floats) -> Ints:
    """Expenditure per person and month in whole rupiah."""
    return np.rint(np.exp(log_y)).astype(np.int64)
