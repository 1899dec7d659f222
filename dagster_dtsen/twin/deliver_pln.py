"""The electricity file: customers with the holder's name, address, power and tariff."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.coverage import standardised
from dagster_dtsen.twin.records import Records
from dagster_dtsen.twin.regsosek_units import neighbour
from dagster_dtsen.twin.rng import Bools, Floats, Ids, Ints
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import address, choose, digits, patch, unique_number

METER = 1  # item 307a: metered by the state company
# installed power by the code of item 307b1; above 2,200 VA one of two
POWER = np.array([0, 450, 900, 1300, 2200, 3500])
LARGEST, LARGEST_SHARE = 5500, 0.35
SPOUSE_HOLDS = 0.12


@dataclass
class Meters:
    """Customers (n,): their records, and every family served as (customer, family) pairs."""

    records: Records
    customer: Ints  # rows of the records
    family: Ints  # rows in Families


def draw(world: s.World, standing: Standing, rate: dict[str, float]) -> Meters:
    """Meters of families, who holds them and which serve a second family."""
    dice, homes = world.dice, world.families
    metered = np.zeros(len(homes.id), dtype=np.bool_)
    metered[standing.family] = standing.items["r307a"] == METER
    chance = rate["tercakup"] * homes.aktif.sum() / max(int(metered.sum()), 1)
    served = metered & dice.chance("pln.keluarga", homes.id, chance)
    # a second family for a share of the meters
    shares = served & dice.chance("pln.meter_bersama", homes.id, _second(rate["meter_bersama"]))
    before = neighbour(world, served & ~shares)
    first = np.zeros(len(homes.id), dtype=np.bool_)
    shares &= (before >= 0) & (_first_use(before, shares))
    first[before[shares]] = True
    own = np.flatnonzero(served & ~shares)
    place = homes.alamat[own]
    own = own[np.argsort(dice.bits("pln.urut", place), kind="stable")]
    key = homes.alamat[own]
    holder, old = _holders(world, own, key, rate["pemilik_lama"])
    records = Records(world, "pln", rate, holder, key, own)
    records.mark("pemilik_lama", old)
    records.mark("meter_bersama", first[own])
    rows = np.zeros(len(homes.id), dtype=np.int64)
    rows[own] = np.arange(len(own))
    second = np.flatnonzero(shares)
    return Meters(records, np.r_[np.arange(len(own)), rows[before[second]]], np.r_[own, second])


def _second(rate: float) -> float:
    """Share of served families behind another's meter, from the share of meters shared.

    Raised by what is lost where no meter is near or a third family would share it.
    """
    return 1.07 * rate / (1 + rate)


def _first_use(before: Ints, which: Bools) -> Bools:
    """True where a family is the only or first one to use the meter before it."""
    result = np.zeros(len(before), dtype=np.bool_)
    rows = np.flatnonzero(which & (before >= 0))
    result[rows[np.unique(before[rows], return_index=True)[1]]] = True
    return result


def _holders(world: s.World, own: Ints, key: Ids, rate: float) -> tuple[Ints, Bools]:
    """People rows of the holders: the head, a spouse, or a former owner of the place."""
    dice, people = world.dice, world.people
    alive = np.flatnonzero(people.status == s.HIDUP)
    head = np.zeros(len(world.families.id), dtype=np.int64)
    spouse = np.full(len(world.families.id), -1, dtype=np.int64)
    for hub, found in ((s.KEPALA, head), (s.PASANGAN, spouse)):
        rows = alive[people.hub[alive] == hub]
        found[people.fam[rows]] = rows
    theirs = (spouse[own] >= 0) & dice.chance("pln.pasangan", key, SPOUSE_HOLDS)
    holder = np.where(theirs, spouse[own], head[own])
    old = dice.chance("pln.pemilik_lama", key, rate)
    holder[old] = _former(world, own[old], key[old])
    return holder, old


def _former(world: s.World, own: Ints, key: Ids) -> Ints:
    """Somebody of another family: a head of 2020 whose family then lived in the same kabupaten."""
    dice, regions, people, homes = world.dice, world.regions, world.people, world.families
    founded = np.unique(people.asal)
    kab = regions.pick_kab(dice, "keluarga.kab", founded + 1, founded)
    order = np.argsort(kab, kind="stable")
    low = np.searchsorted(kab[order], regions.kab_of[homes.desa[own]], side="left")
    high = np.searchsorted(kab[order], regions.kab_of[homes.desa[own]], side="right")
    size = np.where(high > low, high - low, len(order))
    low = np.where(high > low, low, 0)
    pick = (dice.uniform("pln.pemilik_lama.siapa", key) * size).astype(np.int64)
    chosen = founded[order[low + pick]]
    chosen = np.where(chosen == homes.asal[own], founded[order[low + (pick + 1) % size]], chosen)
    heads = np.flatnonzero((people.id < 2**40 * 64) & (people.id % 64 == 0))
    row = np.zeros(int(founded.max()) + 1, dtype=np.int64)
    row[people.asal[heads]] = heads
    return np.asarray(row[chosen], dtype=np.int64)


def pelanggan(meters: Meters, standing: Standing) -> tuple[pa.Table, pa.StringArray]:
    """The file's rows in the order of the records, and the file's key (IDPEL)."""
    records = meters.records
    world, dice, key = records.world, records.dice, records.key
    homes = world.families
    own = meters.family[: len(key)]
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    desa, address_key = records.homes(records.hit("wilayah_usang"))
    street, _, _ = address(dice, address_key)
    number = digits(unique_number(dice, "pln.idpel", homes.alamat, 12)[own], 12)
    place = np.zeros(len(homes.id), dtype=np.int64)
    place[standing.family] = np.arange(len(standing.family))
    power = POWER[standing.items["r307b1"][place[own]]]
    large = (power == POWER[-1]) & dice.chance("pln.daya", key, LARGEST_SHARE)
    power = np.where(large, LARGEST, power)
    names = records.names()
    table = pa.table(
        {
            "IDPEL": number,
            "NAMA": patch(names, broken, pa.array([""] * int(broken.sum()))),
            "NIK": records.niks(),
            "ALAMAT": street,
            "KODE_DESA": digits(world.regions.code(desa, world.day), 10),
            "DAYA": digits(power, 1),
            "TARIF": choose(["R1S", "R1M", "R1"], _tariff(dice.uniform("pln.tarif", homes.id[own]),
                            power, standardised(standing.every)[own])),
        }
    )  # fmt: skip
    return table, number


def _tariff(u: Floats, power: Ints, x: Floats) -> Ints:
    """Subsidised at 450 VA, and at 900 VA for the poorer."""
    subsidised = (power == 450) | ((power == 900) & (u < 1 / (1 + np.exp((x + 0.6) / 0.4))))
    return np.where(subsidised, 0, np.where(power == 900, 1, 2))
