"""Regsosek as questionnaires: which rows the files hold and in what order."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.regsosek_families import Questionnaires, families
from dagster_dtsen.twin.regsosek_members import members
from dagster_dtsen.twin.regsosek_units import Units, unit_ids
from dagster_dtsen.twin.rng import Ints
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import digits, join

# of the families not reached: visited without an interview (205 = 3, 4, 5)
VISITED = 0.45


def _idkel(world: s.World, unit: Ints) -> pa.StringArray:
    """Own family key: kecamatan and ten hashed digits."""
    bits = world.dice.bits("regsosek.idkel", unit_ids(world, unit))
    number = bits % np.uint64(10**10)
    kecamatan = world.regions.desa[world.families.desa[unit // 2]] // 10_000
    return join(digits(kecamatan, 6), digits(number.astype(np.int64), 10))


def deliver(units: Units, standing: Standing) -> tuple[pa.Table, pa.Table, pa.StringArray]:
    """Tables keluarga and anggota (in the order of the records), and the key of anggota."""
    records, unit = units.records, units.unit
    world = records.world
    homes = world.families
    stale = records.mark("wilayah_usang", records.hit("wilayah_usang", homes.id[unit // 2]))
    lost_kk = records.mark("kk_kosong", records.hit("kk_kosong", unit_ids(world, unit)))
    anggota = members(units, standing, _idkel(world, unit))
    first = np.flatnonzero(np.r_[True, np.diff(unit) != 0])
    size = np.diff(np.r_[first, len(unit)])
    empty = np.flatnonzero(homes.aktif & ~units.reached)
    empty = empty[world.dice.chance("regsosek.kunjung", homes.id[empty], VISITED)]
    nothing = np.zeros(len(empty), dtype=np.bool_)
    every = np.r_[unit[first], 2 * empty]
    sheets = Questionnaires(
        world=world,
        unit=every,
        idkel=_idkel(world, every),
        size=np.r_[size, 0 * empty],
        stale=np.r_[stale[first], nothing],
        lost_kk=np.r_[lost_kk[first], ~nothing],
        head=pa.concat_arrays(
            [
                anggota["r402"].combine_chunks().take(pa.array(first)),
                pa.array([""] * len(empty), type=pa.string()),
            ]
        ),
    )
    keluarga = families(sheets, standing)
    order = np.argsort(np.asarray(keluarga["idkel"]), kind="stable")
    key = join(anggota["idkel"].combine_chunks(), "|", anggota["r401"].combine_chunks())
    return keluarga.take(pa.array(order)), anggota, key
