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
from dagster_dtsen.twin.periods import YEAR, ddmmyy, split_days
from dagster_dtsen.twin.rng import Bools, Floats, Ints

BORN_BASE = 2**46
EMIGRATION, MOVE_NEAR, MOVE_KAB, MOVE_FAR = 0.0012, 0.02, 0.02, 0.012
FERTILITY = ((17, 0.0), (20, 0.2), (25, 0.27), (30, 0.23), (35, 0.15), (40, 0.07), (44, 0.018))


class Step:
    """One interval of a world: how long it is, and which families need a new KK number."""

    def __init__(self, world: s.World, end: int) -> None:
        world.step += 1
        self.world, self.start, self.end = world, world.day, end
        self.years = (end - world.day) / YEAR
        self.kk_day: dict[str, Ints] = {}
        self.renew = np.full(len(world.families.id), -1, dtype=np.int64)

    def name(self, purpose: str) -> str:
        """The purpose of a draw in this step."""
        return f"{purpose}@{self.end}"

    def risk(self, rate: float | Floats) -> Floats:
        """Probability within the step of an event with a yearly rate."""
        return np.asarray(1 - np.exp(-np.asarray(rate) * self.years))

    def when(self, purpose: str, ids: Ints) -> Ints:
        """A day in the step, after its start."""
        u = self.world.dice.uniform(self.name(purpose), ids)
        return self.start + 1 + (u * (self.end - self.start)).astype(np.int64)

    def new_kk(self, families: Ints, day: Ints) -> None:
        """Note that families get a new KK number on a day (the last one counts)."""
        short = len(self.world.families.id) - len(self.renew)
        self.renew = np.concatenate([self.renew, np.full(short, -1, dtype=np.int64)])
        np.maximum.at(self.renew, families, day)


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
    _heads(step)
    _issue_kk(step)
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


def _heads(step: Step) -> None:
    """Close families without living members; give headless ones a head and a new KK number."""
    world, people, homes = step.world, step.world.people, step.world.families
    rows = world.alive()
    size = np.bincount(people.fam[rows], minlength=len(homes.id))
    homes.aktif = size > 0
    headed = np.zeros(len(homes.id), dtype=np.bool_)
    headed[people.fam[rows[people.hub[rows] == s.KEPALA]]] = True
    rows = rows[~headed[people.fam[rows]]]
    adult = (step.end - people.lahir[rows]) / YEAR >= 18
    spouse = people.hub[rows] == s.PASANGAN
    order = np.lexsort((people.id[rows], people.lahir[rows], ~adult, ~spouse, people.fam[rows]))
    rows = rows[order]
    first: Bools = np.r_[True, np.diff(people.fam[rows]) > 0] if len(rows) else rows > 0
    heads = rows[first]
    was = np.zeros(len(homes.id), dtype=np.int64)
    was[people.fam[heads]] = people.hub[heads]
    people.hub[rows] = _related(was[people.fam[rows]], people.hub[rows], people.kawin[rows])
    people.hub[heads] = s.KEPALA
    step.new_kk(people.fam[heads], step.when("kk.kepala", homes.id[people.fam[heads]]))


def _related(was: Ints, hub: Ints, kawin: Ints) -> Ints:
    """Relation to a new head who was ``was`` to the old one."""
    child = was == s.ANAK
    parent = was == s.ORANGTUA
    in_law = was == s.MENANTU
    return np.select(
        [
            was == s.PASANGAN,
            child & (hub == s.MENANTU) & (kawin == s.KAWIN),
            (child | in_law) & (hub == s.CUCU),
            parent & (hub == s.ORANGTUA) & (kawin == s.KAWIN),
            parent & (hub == s.CUCU),
            child & (hub == s.ORANGTUA),
        ],
        [hub, np.full_like(hub, s.PASANGAN), np.full_like(hub, s.ANAK),
         np.full_like(hub, s.PASANGAN), hub, hub],
        np.where(hub == s.PEMBANTU, hub, s.LAINNYA),
    )  # fmt: skip


def _issue_kk(step: Step) -> None:
    world, homes = step.world, step.world.families
    step.new_kk(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    rows = np.flatnonzero((step.renew >= 0) & homes.aktif)
    rows = rows[np.argsort(homes.id[rows], kind="stable")]
    day = step.renew[rows]
    kecamatan = world.regions.code(homes.desa[rows], day) // 10_000
    homes.no_kk[rows] = world.kks.issue(kecamatan * 1_000_000 + ddmmyy(day))
