"""A synthetic table of BPS and Kemendagri region codes with the dangers of the real one.

SINTETIS: not the agency's table. It copies only its shape, as counted on a public copy of the
2020 bridging table: 2 provinces and 199 of 514 kabupaten/kota have another code; 166 of those
code values name another kabupaten/kota in the other system and 33 exist in BPS alone; BPS writes
a kecamatan and a desa with three digits of its own. It is the same for every seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_dtsen.twin.rng import Bools, Dice, Ints, rank_within

DIFFERING, IN_BPS_ALONE = 199, 33
# Kemendagri province code -> BPS province code where they differ
PROVINCES = {91: 92, 92: 91}
FIRST_CITY = 71
# desa that split off from the desa before them; BPS still writes the old code for both
YOUNG_DESA = 0.0008


@dataclass
class BpsCodes:
    """BPS code per desa (d,) and per kabupaten/kota (k,); desa younger than the table marked."""

    desa: Ints  # 10 digits
    kab: Ints  # 4 digits
    young: Bools


def bps_codes(desa: Ints, kab: Ints, kab_of: Ints) -> BpsCodes:
    """BPS codes for sorted Kemendagri codes of desa (10 digits) and kabupaten/kota (4 digits)."""
    mapped = _kabupaten(kab)
    kecamatan, place = np.unique(desa // 10_000, return_inverse=True)
    number = 10 * (1 + rank_within(kecamatan // 100))
    young = Dice(0).chance("bps.desa_muda", desa, YOUNG_DESA)
    young &= np.r_[False, np.diff(place) == 0]
    row = np.arange(len(desa))
    serial = 1 + rank_within(np.where(young, -1 - row, place))
    code = (mapped[kab_of] * 1_000 + number[place]) * 1_000 + serial
    parent = np.maximum.accumulate(np.where(young, 0, row))
    return BpsCodes(code[parent], mapped, young)


def _kabupaten(kab: Ints) -> Ints:
    """BPS code per Kemendagri code (k,): codes handed on among kabupaten of a province.

    In a ring the last one takes the code of the first; in a chain it takes a code of its own.
    """
    mapped = kab.copy()
    for old, new in PROVINCES.items():
        here = kab // 100 == old
        mapped[here] = new * 100 + kab[here] % 100
    swapped = mapped != kab
    rest = np.flatnonzero(~swapped & (kab % 100 < FIRST_CITY))
    order = rest[np.argsort(Dice(0).uniform("bps.kab", kab[rest]), kind="stable")]
    chosen = np.sort(order[: DIFFERING - int(swapped.sum())])
    chains = IN_BPS_ALONE - int((~np.isin(mapped[swapped], kab)).sum())
    groups = [chosen[kab[chosen] // 100 == province] for province in np.unique(kab[chosen] // 100)]
    groups.sort(key=len)
    for number, group in enumerate(groups):
        province = kab[kab // 100 == kab[group[0]] // 100]
        # the number after the highest is left to a kabupaten that may split off
        own = int(province[province % 100 < FIRST_CITY].max()) + 2
        last = own if number < chains else kab[group[0]]
        mapped[group] = np.r_[kab[group[1:]], last]
    return mapped
