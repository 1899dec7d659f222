"""How the Regsosek enumerator cut families: who is listed in which questionnaire, and as what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.records import SECOND, Records
from dagster_dtsen.twin.rng import Bools, Ids, Ints

# families reached, and people of reached families listed (together the table's coverage)
FAMILY_SHARE = 0.975
LISTED_DEAD, LISTED_AWAY = 0.4, 0.7
# listed people who can be listed a second time elsewhere: adults but heads, with a neighbour
ABLE_SHARE = 0.403


@dataclass
class Units:
    """Questionnaires: records sorted by unit, unit = family row * 2, + 1 for a part cut off."""

    records: Records
    unit: Ints  # per record
    hub: Ints  # relation to the head of the unit
    reached: Bools  # per row of Families


def cut(world: s.World, rate: dict[str, float]) -> Units:
    """Draw coverage, families cut otherwise than their KK, and people listed twice."""
    people, homes, dice = world.people, world.families, world.dice
    reached = homes.aktif & dice.chance("regsosek.keluarga", homes.id, FAMILY_SHARE)
    stays = people.status == s.HIDUP
    stays |= (people.status == s.MENINGGAL) & dice.chance("regsosek.mati", people.id, LISTED_DEAD)
    stays |= (people.status == s.PINDAH_LN) & dice.chance("regsosek.ln", people.id, LISTED_AWAY)
    head = (people.hub == s.KEPALA) & (people.status == s.HIDUP)
    heads = float(head.sum() / (people.status == s.HIDUP).sum())
    share = (rate["tercakup"] / FAMILY_SHARE - heads) / (1 - heads)
    listed = head | dice.chance("regsosek.orang", people.id, share)
    row = np.flatnonzero(stays & reached[people.fam] & listed)
    other = dice.chance("regsosek.keluarga_beda", homes.id, rate["keluarga_beda"])
    leaves, merged = _cut_otherwise(world, row, other, reached)
    before = neighbour(world, reached & ~other)
    unit = 2 * np.where(merged, before[people.fam[row]], people.fam[row]) + leaves
    adult = world.day - people.lahir[row] > 17 * YEAR
    able = adult & (people.status[row] == s.HIDUP) & (people.hub[row] != s.KEPALA) & ~leaves
    able &= before[people.fam[row]] >= 0
    double = able & dice.chance("regsosek.ganda", people.id[row], rate["ganda"] / ABLE_SHARE)
    second = row[double]
    unit = np.r_[unit, 2 * before[people.fam[second]]]
    keys = np.r_[people.id[row], people.id[second] + SECOND]
    hub = np.r_[np.where(merged, s.LAINNYA, people.hub[row]), np.full(len(second), s.LAINNYA)]
    records = Records(world, "regsosek", rate, np.r_[row, second], keys)
    records.mark("keluarga_beda", np.r_[leaves | merged, np.zeros(len(second), dtype=np.bool_)])
    records.mark(
        "ganda", np.r_[np.zeros(len(row), dtype=np.bool_), np.ones(len(second), dtype=np.bool_)]
    )
    return _in_order(records, unit, _headed(world, records.row, unit, hub), reached)


def _cut_otherwise(world: s.World, row: Ints, other: Bools, reached: Bools) -> tuple[Bools, Bools]:
    """People whose part is written apart, and people written into the neighbours' family."""
    people = world.people
    age = (world.day - people.lahir[row]) / YEAR
    hub = people.hub[row]
    able = np.isin(hub, [s.ORANGTUA, s.MENANTU, s.CUCU, s.LAINNYA, s.PEMBANTU])
    able |= (hub == s.ANAK) & ((age > 19) | (people.kawin[row] == s.KAWIN))
    able &= people.status[row] == s.HIDUP
    grown = np.zeros(len(other), dtype=np.bool_)
    grown[people.fam[row[able & (age > 17)]]] = True
    before = neighbour(world, reached & ~other)
    fam = people.fam[row]
    leaves = able & (other & grown)[fam]
    merged = (other & ~grown & (before >= 0))[fam]
    return leaves, merged


def neighbour(world: s.World, usable: Bools) -> Ints:
    """For every family the row of a usable one before it in the same kabupaten/kota, or -1."""
    homes = world.families
    kab = world.regions.kab_of[homes.desa]
    order = np.lexsort((homes.id, homes.desa, kab))
    place = np.where(usable[order], np.arange(len(order)), -1)
    last = np.r_[-1, np.maximum.accumulate(place)[:-1]]
    found = np.full(len(order), -1, dtype=np.int64)
    found[order] = np.where(last >= 0, order[np.maximum(last, 0)], -1)
    return np.where((found >= 0) & (kab[found] == kab), found, -1)


def _headed(world: s.World, row: Ints, unit: Ints, hub: Ints) -> Ints:
    """Relations with one living head per unit: where there is none the oldest person is it."""
    people = world.people
    alive = people.status[row] == s.HIDUP
    _, dense = np.unique(unit, return_inverse=True)
    heads = np.bincount(dense[(hub == s.KEPALA) & alive], minlength=int(dense.max()) + 1)
    loose = heads[dense] == 0
    order = np.lexsort((people.id[row], people.lahir[row], hub == s.LAINNYA, ~alive, dense))
    order = order[loose[order]]
    first = np.r_[True, np.diff(dense[order]) > 0] if len(order) else order > 0
    result = np.where(loose, s.LAINNYA, hub)
    result[order[first]] = s.KEPALA
    gone = ~alive & (result == s.KEPALA) & ~loose
    return np.where(gone, s.LAINNYA, result)


def _in_order(records: Records, unit: Ints, hub: Ints, reached: Bools) -> Units:
    people, homes = records.world.people, records.world.families
    home = records.world.regions.desa[homes.desa[unit // 2]]
    age_order = people.lahir[records.row]
    order = np.lexsort((records.key, age_order, hub, unit % 2, homes.id[unit // 2], home))
    records.row, records.key = records.row[order], records.key[order]
    records.flags = records.flags[order]
    return Units(records, unit[order], hub[order], reached)


def unit_ids(world: s.World, unit: Ints) -> Ids:
    """Hash ids of units."""
    return world.families.id[unit // 2] * 2 + unit % 2
