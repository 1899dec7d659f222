"""The first day: families of the twin with homes, names, NIK and KK numbers."""

from __future__ import annotations

from datetime import date

import numpy as np

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.birth_dates import nik_date, nik_key, registered
from dagster_dtsen.twin.households import build
from dagster_dtsen.twin.names import compose, culture
from dagster_dtsen.twin.periods import YEAR, ddmmyy, split_days, to_day
from dagster_dtsen.twin.regions import Regions, province_table
from dagster_dtsen.twin.rng import Bools, Dice, Ids, Ints
from dagster_dtsen.twin.welfare import EPS_SD

START = to_day(date(2020, 11, 15))
# where the NIK was first issued: here, same kabupaten/kota, elsewhere
BIRTHPLACE = (0.86, 0.08, 0.06)
ADULT_SHARE = 0.68
# raises the draw of shared NIKs by what is lost for want of a free partner and to later births
UNPAIRED = 1.15


def found(dice: Dice, regions: Regions, families: int, rate: dict[str, float]) -> s.World:
    """A world of ``families`` families on 2020-11-15; ids depend on the ordinal alone.

    ``rate`` are the register's own error rates: tanggal_baku, nik_bersama, dua_nik.
    """
    ordinal = np.arange(families, dtype=np.int64)
    fam = ordinal + 1
    kab = regions.pick_kab(dice, "keluarga.kab", fam, ordinal)
    desa = regions.pick_desa(dice, "keluarga.desa", fam, kab)
    z = dice.normal("keluarga.z", fam) + np.where(regions.urban[desa], 0.25, -0.2)
    homes = s.Families(
        id=fam, asal=ordinal, desa=desa, desa_lama=desa.copy(), alamat=fam.copy(),
        alamat_lama=fam.copy(), no_kk=np.zeros(families, dtype=np.int64), z=z,
        eps=EPS_SD * dice.normal("keluarga.eps", fam), aktif=np.ones(families, dtype=np.bool_),
    )  # fmt: skip
    world = s.World(
        dice, regions, _people(dice, regions, homes, rate["tanggal_baku"]), homes, START,
        s.Serials(), s.Serials(),
    )  # fmt: skip
    _first_niks(world, rate)
    issued = START - dice.integer("kk.umur", fam, 30, 4_500)
    homes.no_kk = world.kks.issue(regions.code(desa, START) // 10_000 * 1_000_000 + ddmmyy(issued))
    return world


def _people(dice: Dice, regions: Regions, homes: s.Families, default_rate: float) -> s.People:
    members = build(dice, homes.id, regions.urban[homes.desa], START)
    row = members.fam
    person = homes.id[row] * 64 + members.slot
    cultures = family_culture(dice, regions, homes.id, homes.desa)[row]
    year, _, _ = split_days(members.lahir)
    size = len(row)
    lahir = _off_the_day(dice, person, members.lahir)
    kin = np.isin(members.hub, [s.KEPALA, s.ANAK, s.CUCU])
    clan = np.where(kin, homes.id[row], person)

    def none() -> Ints:
        return np.zeros(size, dtype=np.int64)

    return s.People(
        id=person,
        fam=row,
        asal=homes.asal[row],
        jenis_kelamin=members.jenis_kelamin,
        lahir=lahir,
        lahir_terdaftar=registered(dice, person, lahir, START, default_rate),
        nik=none(),
        nik_bersama=np.zeros(size, dtype=np.bool_),
        nik_kedua=none(),
        kab_lahir=none(),
        hub=members.hub,
        kawin=members.kawin,
        status=none(),
        tgl_status=none() - 1,
        kk_akhir=none(),
        nama=compose(dice, person, members.jenis_kelamin, year, cultures, clan),
        budaya=cultures,
        z=homes.z[row],
    )


def _off_the_day(dice: Dice, person: Ids, lahir: Ints) -> Ints:
    """Birth dates without the heap of people drawn exactly 18 years old on the first day.

    They become older by less than a year, so that no age in whole years changes.
    """
    edge = lahir == int(START - 18 * YEAR)
    return lahir - np.where(edge, dice.integer("lahir.tepi", person, 0, 363), 0)


def family_culture(dice: Dice, regions: Regions, family: Ids, desa: Ints) -> Ints:
    """Culture of every family from the weights of its province."""
    table = province_table()
    codes = sorted(table)
    province = regions.kab[regions.kab_of[desa]] // 100
    group = np.searchsorted(np.array([int(code) for code in codes]), province)
    return culture(dice, family, [table[code].budaya for code in codes], group)


def _first_niks(world: s.World, rate: dict[str, float]) -> None:
    dice, regions, people = world.dice, world.regions, world.people
    home = world.families.desa[people.fam]
    where = dice.pick("nik.tempat", people.id, BIRTHPLACE)
    far = regions.pick_kab(dice, "nik.kab", people.id, np.full(len(home), 2**40))
    kab = np.where(where == 2, far, regions.kab_of[home])
    desa = np.where(where == 0, home, regions.pick_desa(dice, "nik.desa", people.id, kab))
    people.kab_lahir = kab
    dated = nik_date(dice, people.id, people.lahir_terdaftar)
    key = nik_key(regions.desa[desa] // 10_000, dated, people.jenis_kelamin)
    people.nik = world.niks.issue(key)
    again = dice.chance("nik.kedua", people.id, rate["dua_nik"] / ADULT_SHARE)
    again &= people.lahir < START - 17 * YEAR
    people.nik_kedua[again] = world.niks.issue(
        nik_key(regions.desa[_second_desa(world, again)] // 10_000, dated[again],
                people.jenis_kelamin[again])
    )  # fmt: skip
    _share(world, rate["nik_bersama"])


def _second_desa(world: s.World, which: Bools) -> Ints:
    """Where people were registered a second time: another desa of their home kabupaten/kota."""
    people, regions = world.people, world.regions
    kab = regions.kab_of[world.families.desa[people.fam[which]]]
    return regions.pick_desa(world.dice, "nik.desa2", people.id[which], kab)


def _share(world: s.World, rate: float) -> None:
    """Give some people the NIK of another resident, as happened before NIKs were centralised."""
    people = world.people
    back = 1 + world.dice.integer("nik.bersama.siapa", people.id, 3, 60)
    rows = np.flatnonzero(world.dice.chance("nik.bersama", people.id, UNPAIRED * rate))
    rows = rows[rows >= back[rows]]
    other = rows - back[rows]
    free: Bools = ~np.isin(other, rows) & (_first_of(other))
    rows, other = rows[free], other[free]
    people.nik[rows] = people.nik[other]
    people.nik_bersama[rows] = True
    people.nik_bersama[other] = True


def _first_of(values: Ints) -> Bools:
    """True at the first appearance of every value."""
    first = np.zeros(len(values), dtype=np.bool_)
    first[np.unique(values, return_index=True)[1]] = True
    return first
