"""From one day to the next: deaths, emigration, births, marriages, splits, divorces, moves.

Every event is hash(seed, event and day, entity); rates are per year. All events of a step end
in one new KK number per family at most.
"""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.birth_dates import nik_key
from dagster_dtsen.twin.names import compose
from dagster_dtsen.twin.new_families import divide, divorce, leave_home, marry
from dagster_dtsen.twin.periods import YEAR, split_days
from dagster_dtsen.twin.step import Step
from dagster_dtsen.twin.succession import issue_kk, name_heads

BORN_BASE = 2**46
EMIGRATION, MOVE_NEAR, MOVE_KAB, MOVE_FAR = 0.0012, 0.02, 0.02, 0.012
FERTILITY = ((17, 0.0), (20, 0.2), (25, 0.27), (30, 0.23), (35, 0.15), (40, 0.07), (44, 0.018))


def advance(world: s.World, end: int) -> None:
    """Move a world to day ``end``; people and families are changed in place."""
    step = Step(world, end)
    _deaths_and_emigration(step)
    _births(step)
    marry(step)
    leave_home(step)
    divide(step)
    divorce(step)
    _moves(step)
    name_heads(step)
    issue_kk(step)
    world.day = end


def _deaths_and_emigration(step: Step) -> None:
    world, people = step.world, step.world.people
    rows = world.alive()
    ids = people.id[rows]
    age = (step.end - people.lahir[rows]) / YEAR
    force = np.where(age < 1, 0.012, 0.0004 + np.exp(-9.62 + 0.092 * age))
    dead = world.dice.chance(step.name("mati"), ids, step.risk(force))
    abroad = (age > 18) & (age < 45) & np.isin(people.hub[rows], [s.KEPALA, s.ANAK])
    away = ~dead & abroad & world.dice.chance(step.name("ln"), ids, step.risk(EMIGRATION))
    for which, status in ((dead, s.MENINGGAL), (away, s.PINDAH_LN)):
        gone = rows[which]
        people.kk_akhir[gone] = world.kk_of(gone)
        people.status[gone] = status
        people.tgl_status[gone] = np.maximum(
            step.when(f"tanggal{status}", people.id[gone]), people.lahir[gone]
        )
    couple = np.isin(people.hub, [s.KEPALA, s.PASANGAN]) & (people.kawin == s.KAWIN)
    young = ~couple & np.isin(people.hub, [s.ANAK, s.MENANTU]) & (people.kawin == s.KAWIN)
    died = np.zeros(len(people.id), dtype=np.bool_)
    died[rows[dead]] = True
    for pair in (couple, young):
        bereaved = np.zeros(len(world.families.id), dtype=np.bool_)
        bereaved[people.fam[pair & died]] = True
        widow = pair & (people.status == s.HIDUP) & bereaved[people.fam]
        people.kawin[widow] = s.CERAI_MATI


def _births(step: Step) -> None:
    world, people, dice = step.world, step.world.people, step.world.dice
    rows = world.alive()
    youngest = np.full(len(world.families.id), -(10**6), dtype=np.int64)
    np.maximum.at(youngest, people.fam[rows], people.lahir[rows])
    age = (step.end - people.lahir[rows]) / YEAR
    rate = np.select([age < top for top, _ in FERTILITY], [r for _, r in FERTILITY])
    able = (people.jenis_kelamin[rows] == 2) & (people.kawin[rows] == s.KAWIN)
    able &= np.isin(people.hub[rows], [s.KEPALA, s.PASANGAN, s.ANAK, s.MENANTU])
    able &= youngest[people.fam[rows]] < step.start - 300
    births = able & dice.chance(step.name("lahir"), people.id[rows], step.risk(rate))
    mothers = rows[births]
    day = step.when("lahir.hari", people.id[mothers])
    twins = dice.chance(step.name("kembar"), people.id[mothers], 0.012)
    second = np.concatenate([np.zeros(len(mothers), dtype=np.int64),
                             np.ones(int(twins.sum()), dtype=np.int64)])  # fmt: skip
    mother, day = np.r_[mothers, mothers[twins]], np.r_[day, day[twins]]
    ids = BORN_BASE + people.id[mother] * 128 + world.step * 2 + second
    order = np.argsort(ids, kind="stable")
    mother, day, ids = mother[order], day[order], ids[order]
    family = people.fam[mother]
    sex = np.where(dice.chance("lahir.jk", ids, 0.512), 1, 2)
    year, _, _ = split_days(day)
    home = world.families.desa[family]
    key = nik_key(world.regions.code(home, day) // 10_000, day, sex)
    zero = np.zeros(len(ids), dtype=np.int64)
    married_in = np.isin(people.hub[mother], [s.ANAK, s.MENANTU])
    hub = np.where(married_in, s.CUCU, s.ANAK)
    people.append(s.People(
        id=ids, fam=family, asal=people.asal[mother], jenis_kelamin=sex, lahir=day,
        lahir_terdaftar=day, nik=world.niks.issue(key), nik_bersama=zero.astype(np.bool_),
        nik_kedua=zero, kab_lahir=world.regions.kab_of[home], hub=hub,
        kawin=zero + s.BELUM_KAWIN, status=zero, tgl_status=zero - 1, kk_akhir=zero,
        nama=compose(dice, ids, sex, year, people.budaya[mother],
                     world.families.asal[family] + 1),
        budaya=people.budaya[mother], z=people.z[mother],
    ))  # fmt: skip


def _moves(step: Step) -> None:
    world, homes, dice = step.world, step.world.families, step.world.dice
    rows = np.flatnonzero(homes.aktif)
    ids = homes.id[rows]
    total = MOVE_NEAR + MOVE_KAB + MOVE_FAR
    moving = rows[dice.chance(step.name("pindah"), ids, step.risk(total))]
    ids = homes.id[moving]
    kind = dice.pick(step.name("pindah.jenis"), ids, (MOVE_NEAR, MOVE_KAB, MOVE_FAR))
    far = world.regions.pick_kab(dice, step.name("pindah.kab"), ids, homes.asal[moving])
    kab = np.where(kind == 2, far, world.regions.kab_of[homes.desa[moving]])
    goal = world.regions.pick_desa(dice, step.name("pindah.desa"), ids, kab)
    before = homes.desa[moving]
    goal = np.where(kind == 0, before, goal)
    homes.desa_lama[moving], homes.desa[moving] = before, goal
    homes.alamat_lama[moving] = homes.alamat[moving]
    homes.alamat[moving] = ids * 64 + world.step + 2**60
    desa = world.regions.desa
    other = desa[before] // 10_000 != desa[goal] // 10_000
    step.new_kk(moving[other], step.when("pindah.hari", ids)[other])
