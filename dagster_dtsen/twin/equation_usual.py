"""What an equation of welfare may read of families, and the usual equation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dagster_dtsen.twin.rng import Bools, Floats, Ints
from dagster_dtsen.twin.social import FARM, OFFICE

if TYPE_CHECKING:
    from dagster_dtsen.twin.welfare import Composition

BASE = 14.06
EDUCATION = np.array([-0.17, -0.09, 0.0, 0.11, 0.21, 0.34, 0.48])


@dataclass(frozen=True)
class Known:
    """What an equation may read of families (f,)."""

    place: Floats  # effect of province and kabupaten/kota
    urban: Bools
    level: Ints  # schooling of the head, 0-6
    sector: Ints  # of the head's work, codes of item 417; 0 without work
    status: Ints  # of the head in it, codes of item 418; 0 without work
    about: Composition
    z: Floats  # endowment, standard normal and higher in town


def usual(known: Known) -> Floats:
    """The frozen equation, see welfare.py."""
    about, urban, level = known.about, known.urban, known.level
    farm = (known.sector >= 1) & (known.sector <= FARM)
    work = (
        -0.05 * (known.sector == 0) - 0.09 * farm - 0.07 * (farm & ~urban & (level <= 1))
        + 0.09 * np.isin(known.sector, OFFICE) + 0.16 * (known.status == 3)
        - 0.11 * (known.status == 5) - 0.05 * (known.status == 6)
    )  # fmt: skip
    more = np.minimum(about.jumlah_anggota, 9) - 1.0
    people = (
        -0.115 * more + 0.0072 * more**2 - 0.045 * about.balita - 0.025 * about.anak_sekolah
        - 0.03 * about.lansia + 0.30 * about.bekerja / np.maximum(about.jumlah_anggota, 1)
        - 0.00022 * (about.umur_kepala - 48) ** 2 - 0.04 * (about.jk_kepala == 2)
    )  # fmt: skip
    return np.asarray(
        BASE + known.place + 0.15 * urban + EDUCATION[level] + 0.05 * (urban & (level >= 3)) + work
        + people + 0.07 * known.z
    )  # fmt: skip
