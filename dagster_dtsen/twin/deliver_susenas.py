"""The training survey: households of a population of its own, weights, and expenditure.

It shares with the twin only the map, the household builder and the welfare equation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin.equations import USUAL
from dagster_dtsen.twin.households import build
from dagster_dtsen.twin.items import COLUMNS, NOT_ASKED, TWO_DIGITS, items
from dagster_dtsen.twin.regions import Regions, province_table
from dagster_dtsen.twin.rng import Bools, Dice, Floats, Ids, Ints
from dagster_dtsen.twin.social import FARM
from dagster_dtsen.twin.texts import digits, join
from dagster_dtsen.twin.welfare import (
    EPS_SD,
    Composition,
    compose,
    log_expenditure,
    rupiah,
    systematic,
)

ID_BASE = 2**55
FAMILIES_IN_COUNTRY = 95_000_000
PSU_SIZE = 10
NON_RESPONSE_SD = 0.12


def _places(dice: Dice, regions: Regions, ids: Ids) -> Ints:
    """A desa per household: provinces by the root of their share, then kabupaten/kota, desa."""
    table = province_table()
    codes = np.array([int(code) for code in sorted(table)])
    share = np.array([table[str(code)].bagian for code in codes])
    psu = ids // PSU_SIZE
    province = codes[dice.pick("susenas.provinsi", psu, (share**0.5).tolist())]
    kab = np.zeros(len(ids), dtype=np.int64)
    u = dice.uniform("susenas.kab", psu)
    for code in codes:
        here = province == code
        known = np.flatnonzero(regions.kab // 100 == code)
        cumulative = np.cumsum(regions.kab_weight[known])
        place = np.searchsorted(cumulative, u[here] * cumulative[-1], side="right")
        kab[here] = known[np.minimum(place, len(known) - 1)]
    return regions.pick_desa(dice, "susenas.desa", psu, kab)


def _weights(dice: Dice, regions: Regions, ids: Ids, desa: Ints) -> Floats:
    """Households of the country each row stands for: by province and town, with response noise."""
    table = province_table()
    province = regions.kab[regions.kab_of[desa]] // 100
    stratum = province * 10 + np.where(regions.urban[desa], 1, 2)
    amount = np.bincount(province)[province]
    share = np.array([table[str(code)].bagian if str(code) in table else 0.0 for code in range(99)])
    base = share[province] / share.sum() * FAMILIES_IN_COUNTRY / amount
    stratum_effect = np.exp(0.1 * dice.normal("susenas.strata", stratum))
    response = np.exp(NON_RESPONSE_SD * dice.normal("susenas.respon", ids // PSU_SIZE))
    return np.asarray(base * stratum_effect * response)


class Sampled(NamedTuple):
    """Households of the survey (h,) before anything is measured of them."""

    ids: Ids
    desa: Ints
    urban: Bools
    z: Floats
    about: Composition


def sample(dice: Dice, regions: Regions, households: int, day: int) -> Sampled:
    """The first ``households`` of the survey's population, in the order of id_ruta."""
    ids = ID_BASE + np.arange(households, dtype=np.int64)
    desa = _places(dice, regions, ids)
    urban = regions.urban[desa]
    members = build(dice, ids, urban, day)
    z = dice.normal("keluarga.z", ids) + np.where(urban, 0.25, -0.2)
    person = ids[members.fam] * 64 + members.slot
    about = compose(
        dice, person, members.fam, households, members.jenis_kelamin, members.lahir, members.hub,
        z[members.fam], urban, day,
    )  # fmt: skip
    return Sampled(ids, desa, urban, z, about)


def told_by_equation(
    dice: Dice, regions: Regions, households: int, day: int, welfare: str = USUAL
) -> Floats:
    """What the welfare equation tells of the survey's households (h,), without their own luck."""
    found = sample(dice, regions, households, day)
    return systematic(dice, regions, found.desa, found.z, found.about, welfare)


def rumah_tangga(
    dice: Dice, regions: Regions, households: int, day: int, welfare: str = USUAL
) -> pa.Table:
    """Table of ``households`` rows, all text, in the order of id_ruta.

    Raises DtsenError E-PERSAMAAN for an unknown welfare equation.
    """
    ids, desa, urban, z, about = sample(dice, regions, households, day)
    eps = EPS_SD * dice.normal("keluarga.eps", ids)
    log_y = log_expenditure(dice, regions, ids, desa, z, eps, about, day, welfare)
    sector = about.sosial.r417[about.kepala]
    answers = items(dice, ids, log_y, urban, about.jumlah_anggota, (sector >= 1) & (sector <= FARM))
    kab = regions.kab[regions.kab_of[desa]]
    head, social = about.kepala, about.sosial
    number = np.arange(households, dtype=np.int64)
    strata = join(digits(kab // 100, 2), digits(np.where(urban, 1, 2), 1), sep="-")
    hundredths = np.rint(_weights(dice, regions, ids, desa) * 100).astype(np.int64)
    weight = join(digits(hundredths // 100, 1), digits(hundredths % 100, 2), sep=".")
    certificate = np.where(social.r415[head] > 0, social.r415[head], 23)
    works = social.r416a[head] == 1
    columns = {
        "id_ruta": join("S", digits(number + 1, 7)),
        "kode_provinsi": digits(kab // 100, 2),
        "kode_kabupaten_kota": digits(kab, 4),
        "tipe_wilayah": digits(np.where(urban, 1, 2), 1),
        "penimbang": weight,
        "strata": strata,
        "psu": join("P", digits(number // PSU_SIZE + 1, 6)),
        "jumlah_anggota": digits(about.jumlah_anggota, 1),
        "jk_kepala": digits(about.jk_kepala, 1),
        "umur_kepala": digits(about.umur_kepala.astype(np.int64), 1),
        "ijazah_kepala": digits(certificate, 2),
        "bekerja_kepala": digits(social.r416a[head], 1),
        "lapangan_usaha_kepala": digits(social.r417[head], 2, ~works),
        "status_pekerjaan_kepala": digits(social.r418[head], 1, ~works),
        "jumlah_balita": digits(about.balita, 1),
        "jumlah_anak_sekolah": digits(about.anak_sekolah, 1),
        "jumlah_lansia": digits(about.lansia, 1),
        "jumlah_bekerja": digits(about.bekerja_dewasa, 1),
    }
    for name in COLUMNS:
        value = answers[name]
        columns[name] = digits(value, 2 if name in TWO_DIGITS else 1, value == NOT_ASKED)
    columns["pengeluaran_per_kapita"] = digits(rupiah(log_y), 1)
    return pa.table(columns)
