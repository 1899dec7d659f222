"""How the families of a world stand on its present day: members, work, expenditure, items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_dtsen.twin.items import items
from dagster_dtsen.twin.rng import Floats, Ints
from dagster_dtsen.twin.social import FARM, Social
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.welfare import compose, log_expenditure


@dataclass
class Standing:
    """Per active family (a,) and per living person (n,)."""

    family: Ints  # rows in Families
    person: Ints  # rows in People
    social: Social  # of those people
    log_y: Floats  # per active family
    items: dict[str, Ints]
    every: Floats  # log_y per row of Families, +inf where the family has ended


def standing(world: World) -> Standing:
    """Summaries of a world; reads only."""
    people, homes, dice = world.people, world.families, world.dice
    family, person = np.flatnonzero(homes.aktif), world.alive()
    place = np.full(len(homes.id), -1, dtype=np.int64)
    place[family] = np.arange(len(family))
    urban = world.regions.urban[homes.desa[family]]
    about = compose(
        dice, people.id[person], place[people.fam[person]], len(family),
        people.jenis_kelamin[person], people.lahir[person], people.hub[person],
        people.z[person], urban, world.day,
    )  # fmt: skip
    log_y = log_expenditure(
        dice, world.regions, homes.id[family], homes.desa[family], homes.z[family],
        homes.eps[family], about, world.day, world.welfare,
    )  # fmt: skip
    sector = about.sosial.r417[about.kepala]
    answers = items(
        dice, homes.id[family], log_y, urban, about.jumlah_anggota,
        (sector >= 1) & (sector <= FARM),
    )  # fmt: skip
    every = np.full(len(homes.id), np.inf)
    every[family] = log_y
    return Standing(family, person, about.sosial, log_y, answers, every)
