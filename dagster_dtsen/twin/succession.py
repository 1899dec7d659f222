"""Who heads a family after a death, a departure or a division, and the KK number it gets."""

from __future__ import annotations

import numpy as np

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.periods import YEAR, ddmmyy
from dagster_dtsen.twin.rng import Bools, Ints
from dagster_dtsen.twin.step import Step


def name_heads(step: Step) -> None:
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


def issue_kk(step: Step) -> None:
    """Issue the KK numbers noted in a step, in the order of family ids."""
    world, homes = step.world, step.world.families
    step.new_kk(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    rows = np.flatnonzero((step.renew >= 0) & homes.aktif)
    rows = rows[np.argsort(homes.id[rows], kind="stable")]
    day = step.renew[rows]
    kecamatan = world.regions.code(homes.desa[rows], day) // 10_000
    homes.no_kk[rows] = world.kks.issue(kecamatan * 1_000_000 + ddmmyy(day))
