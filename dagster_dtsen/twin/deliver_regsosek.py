"""Regsosek as questionnaires: families (blocks I-III, V) and members (block IV)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.items import COLUMNS, NOT_ASKED, TWO_DIGITS
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.records import Records
from dagster_dtsen.twin.regsosek_units import Units, unit_ids
from dagster_dtsen.twin.rng import Bools, Ints, rank_within
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import address, digits, dmy, join, patch

# of the families not reached: visited without an interview (205 = 3, 4, 5)
VISITED = 0.45
LIVES_ELSEWHERE, NEW_MEMBER, NOT_FOUND = 0.012, 0.015, 0.003


def _idkel(world: s.World, unit: Ints) -> pa.StringArray:
    """Own family key: kecamatan and ten hashed digits."""
    bits = world.dice.bits("regsosek.idkel", unit_ids(world, unit))
    number = bits % np.uint64(10**10)
    kecamatan = world.regions.desa[world.families.desa[unit // 2]] // 10_000
    return join(digits(kecamatan, 6), digits(number.astype(np.int64), 10))


def deliver(units: Units, standing: Standing) -> tuple[pa.Table, pa.Table, Records, pa.StringArray]:
    """Tables keluarga and anggota, the records in the order of anggota, and their key."""
    records = units.records
    world = records.world
    homes = world.families
    stale = records.hit("wilayah_usang", homes.id[units.unit // 2])
    records.mark("wilayah_usang", stale)
    lost_kk = records.mark("kk_kosong", records.hit("kk_kosong", unit_ids(world, units.unit)))
    anggota = _members(units, standing)
    first = np.flatnonzero(np.r_[True, np.diff(units.unit) != 0])
    size = np.diff(np.r_[first, len(units.unit)])
    empty = np.flatnonzero(homes.aktif & ~units.reached)
    empty = empty[world.dice.chance("regsosek.kunjung", homes.id[empty], VISITED)]
    unit = np.r_[units.unit[first], 2 * empty]
    nothing = np.zeros(len(empty), dtype=np.bool_)
    keluarga = _families(
        world, standing, unit, np.r_[size, 0 * empty],
        np.r_[stale[first], nothing], np.r_[lost_kk[first], ~nothing],
        pa.concat_arrays([anggota["r402"].combine_chunks().take(pa.array(first)),
                          pa.array([""] * len(empty), type=pa.string())]),
    )  # fmt: skip
    order = np.argsort(np.asarray(keluarga["idkel"]), kind="stable")
    key = join(anggota["idkel"].combine_chunks(), "|", anggota["r401"].combine_chunks())
    return keluarga.take(pa.array(order)), anggota, records, key


def _families(
    world: s.World, standing: Standing, unit: Ints, size: Ints, stale: Bools, lost_kk: Bools,
    head_names: pa.StringArray,
) -> pa.Table:  # fmt: skip
    homes, dice = world.families, world.dice
    row, ids = unit // 2, unit_ids(world, unit)
    regions = world.regions
    before = homes.desa_lama[row]
    wrong = regions.pick_desa(dice, "alamat.usang", homes.id[row], regions.kab_of[before])
    old = np.where(before != homes.desa[row], before, wrong)
    code = digits(regions.code(np.where(stale, old, homes.desa[row]), world.day), 10)
    street, _, _ = address(dice, np.where(stale, homes.alamat_lama[row] + 1, homes.alamat[row]))
    result = np.where(
        size > 0,
        1 + dice.chance("regsosek.r205", ids, 0.04),
        3 + dice.pick("regsosek.gagal", ids, (0.5, 0.25, 0.25)),
    )
    columns = {"idkel": _idkel(world, unit)}
    for name, start, stop in (("r101", 0, 2), ("r102", 2, 4), ("r103", 4, 6), ("r104", 6, 10)):
        columns[name] = pc.utf8_slice_codeunits(code, start, stop)
    columns |= {
        "r107": street,
        "r108": head_names,
        "r112": digits(size, 1),
        "r114": digits(homes.no_kk[row], 16, lost_kk),
        "r205": digits(result, 1),
    }
    place = np.full(len(homes.id), 0, dtype=np.int64)
    place[standing.family] = np.arange(len(standing.family))
    for name in COLUMNS:
        value = standing.items[name][place[row]]
        skipped = (result == 2) & dice.chance(f"regsosek.{name}.lewat", ids, 0.12)
        unknown = (value == NOT_ASKED) | (size == 0) | skipped
        columns[name] = digits(value, 2 if name in TWO_DIGITS else 1, unknown)
    return pa.table(columns)


def _presence(records: Records) -> Ints:
    """Item 404 per record."""
    world, row = records.world, records.row
    people = world.people
    u = records.dice.uniform("regsosek.r404", records.key)
    roams = (people.hub[row] == s.ANAK) & (people.lahir[row] < world.day - 17 * YEAR)
    away = roams & (u < LIVES_ELSEWHERE * 5)
    away &= records.key == people.id[row]
    return np.select(
        [people.status[row] == s.MENINGGAL, people.status[row] == s.PINDAH_LN, away,
         u > 1 - NEW_MEMBER, u > 1 - NEW_MEMBER - NOT_FOUND],
        [2, 4, 3, 5, 6], 1,
    )  # fmt: skip


def _members(units: Units, standing: Standing) -> pa.Table:
    records = units.records
    world, row = records.world, records.row
    people, dice = world.people, records.dice
    presence = np.where(units.hub == s.KEPALA, 1, _presence(records))
    present = np.isin(presence, [1, 5])
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    nameless = broken & dice.chance("regsosek.rusak", records.key, 0.5)
    names = records.names()
    names = patch(names, nameless, pa.array([""] * int(nameless.sum()), type=pa.string()))
    lahir = records.birth_dates(world.day, 0.15)
    dates = patch(
        dmy(lahir), broken & ~nameless, pa.array(["31/02/1985"] * int((broken & ~nameless).sum()))
    )
    age = np.maximum((world.day - lahir) / YEAR, 0).astype(np.int64)
    place = np.zeros(len(people.id), dtype=np.int64)
    place[standing.person] = np.arange(len(standing.person))
    about, here = standing.social, place[row]
    asked = present & (age >= 5) & (about.r412[here] > 0)

    def code(values: Ints, width: int, which: Bools) -> pa.StringArray:
        return digits(values, width, ~which)

    works = asked & (about.r416a[here] == 1)
    certified = asked & (about.r412[here] > 1)
    return pa.table(
        {
            "idkel": _idkel(world, units.unit),
            "r401": digits(rank_within(units.unit) + 1, 1),
            "r402": pc.utf8_title(names),
            "r403": records.niks(),
            "r404": digits(presence, 1),
            "r405": code(people.jenis_kelamin[row], 1, present),
            "r406": pc.if_else(pa.array(present), dates, pa.scalar(None, pa.string())),
            "r407": code(age, 1, present),
            "r408": code(people.kawin[row], 1, present),
            "r409": code(units.hub, 1, present),
            "r412": code(about.r412[here], 1, asked),
            "r415": code(about.r415[here], 2, certified),
            "r416a": code(about.r416a[here], 1, asked),
            "r417": code(about.r417[here], 2, works),
            "r418": code(about.r418[here], 1, works),
        }
    )
