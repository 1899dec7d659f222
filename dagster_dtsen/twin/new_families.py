"""Families that begin: marriages, single children who leave, young couples, divorces."""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.rng import Bools, Ints, rank_within
from dagster_dtsen.twin.step import Step
from dagster_dtsen.twin.welfare import EPS_SD

FAMILY_BASE = 2**46
MARRIAGE, LEAVING, COUPLES_LEAVING, DIVORCE = 0.078, 0.015, 0.07, 0.004


def _begin(step: Step, founders: Ints, day: Ints, away: float) -> Ints:
    """Open one family per founder (row in people); returns the rows of the new families.

    A share ``away`` settles elsewhere in the kabupaten/kota, the others in the old desa.
    """
    world, people, homes, dice = step.world, step.world.people, step.world.families, step.world.dice
    old = people.fam[founders]
    ids = FAMILY_BASE + people.id[founders] * 64 + world.step
    desa = homes.desa[old]
    goal = world.regions.pick_desa(dice, "baru.desa", ids, world.regions.kab_of[desa])
    goal = np.where(dice.chance("baru.pindah", ids, away), goal, desa)
    first = len(homes.id)
    eps = 0.5 * homes.eps[old] + 0.75**0.5 * EPS_SD * dice.normal("keluarga.eps", ids)
    homes.append(s.Families(
        id=ids, asal=homes.asal[old], desa=goal, desa_lama=desa, alamat=ids,
        alamat_lama=homes.alamat[old], no_kk=np.zeros(len(ids), dtype=np.int64),
        z=people.z[founders], eps=eps, aktif=np.ones(len(ids), dtype=np.bool_),
    ))  # fmt: skip
    rows = first + np.arange(len(ids), dtype=np.int64)
    step.new_kk(rows, day)
    return rows


def _size(step: Step) -> Ints:
    people = step.world.people
    return np.bincount(people.fam[step.world.alive()], minlength=len(step.world.families.id))


def marry(step: Step) -> None:
    """Unmarried men and women of one kabupaten/kota (and block of families) form new families."""
    world, people, dice = step.world, step.world.people, step.world.dice
    rows = world.alive()
    rows = rows[np.argsort(people.id[rows], kind="stable")]
    age = (step.end - people.lahir[rows]) / YEAR
    free = (people.kawin[rows] == s.BELUM_KAWIN) & (age > 19.5) & (age < 40)
    inside = np.isin(people.hub[rows], [s.ANAK, s.CUCU, s.LAINNYA])
    alone = (people.hub[rows] == s.KEPALA) & (_size(step)[people.fam[rows]] == 1)
    ready = dice.chance(step.name("nikah"), people.id[rows], step.risk(MARRIAGE))
    rows = rows[free & ready & (inside | alone)]
    kab = world.regions.kab_of[world.families.desa[people.fam[rows]]]
    group = world.regions.marriage_block(people.asal[rows]) * 1_000 + kab
    key = group * 10_000 + rank_within(group * 2 + (people.jenis_kelamin[rows] == 1))
    men = people.jenis_kelamin[rows] == 1
    _, him, her = np.intersect1d(key[men], key[~men], return_indices=True)
    husband, wife = rows[men][him], rows[~men][her]
    apart = people.fam[husband] != people.fam[wife]
    husband, wife = husband[apart], wife[apart]
    day = step.when("nikah.hari", people.id[husband])
    family = _begin(step, husband, day, 0.3)
    world.families.z[family] = (people.z[husband] + people.z[wife]) / 2**0.5
    for spouse, hub in ((husband, s.KEPALA), (wife, s.PASANGAN)):
        people.fam[spouse], people.hub[spouse], people.kawin[spouse] = family, hub, s.KAWIN


def leave_home(step: Step) -> None:
    """Single adult children open a family of their own."""
    world, people, dice = step.world, step.world.people, step.world.dice
    rows = world.alive()
    age = (step.end - people.lahir[rows]) / YEAR
    able = (people.hub[rows] == s.ANAK) & (people.kawin[rows] != s.KAWIN) & (age > 22)
    leaves = able & dice.chance(step.name("mandiri"), people.id[rows], step.risk(LEAVING))
    rows = rows[leaves]
    day = step.when("mandiri.hari", people.id[rows])
    people.fam[rows] = _begin(step, rows, day, 0.5)
    people.hub[rows] = s.KEPALA


def divide(step: Step) -> None:
    """A married child leaves the parents' family with spouse and children."""
    world, people, dice = step.world, step.world.people, step.world.dice
    rows = world.alive()
    part = (people.hub[rows] == s.MENANTU) | (people.hub[rows] == s.CUCU)
    part |= (people.hub[rows] == s.ANAK) & (people.kawin[rows] == s.KAWIN)
    young = part & (people.kawin[rows] == s.KAWIN)
    married = np.bincount(people.fam[rows[young]], minlength=len(world.families.id)) == 2
    fits: Bools = married & dice.chance(
        step.name("pecah"), world.families.id, step.risk(COUPLES_LEAVING)
    )
    rows = rows[part & fits[people.fam[rows]]]
    couple = people.kawin[rows] == s.KAWIN
    husband = couple & (people.jenis_kelamin[rows] == 1)
    founders = rows[husband]
    target = np.full(len(world.families.id), -1, dtype=np.int64)
    old = people.fam[founders]
    target[old] = _begin(step, founders, step.when("pecah.hari", people.id[founders]), 0.4)
    rows, couple, husband = (a[target[people.fam[rows]] >= 0] for a in (rows, couple, husband))
    people.fam[rows] = target[people.fam[rows]]
    people.hub[rows] = np.where(husband, s.KEPALA, np.where(couple, s.PASANGAN, s.ANAK))


def divorce(step: Step) -> None:
    """The spouse leaves the family alone; head and spouse become divorced."""
    world, people, dice = step.world, step.world.people, step.world.dice
    rows = world.alive()
    pair = np.isin(people.hub[rows], [s.KEPALA, s.PASANGAN]) & (people.kawin[rows] == s.KAWIN)
    pairs = np.bincount(people.fam[rows[pair]], minlength=len(world.families.id)) == 2
    parts = pairs & dice.chance(step.name("cerai"), world.families.id, step.risk(DIVORCE))
    rows = rows[pair & parts[people.fam[rows]]]
    people.kawin[rows] = s.CERAI_HIDUP
    leaving = rows[people.hub[rows] == s.PASANGAN]
    old = people.fam[leaving]
    day = step.when("cerai.hari", people.id[leaving])
    people.fam[leaving] = _begin(step, leaving, day, 0.7)
    people.hub[leaving] = s.KEPALA
    step.new_kk(old, day)
