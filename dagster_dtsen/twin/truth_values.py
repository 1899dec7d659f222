"""What the providers of a twin state, as it truly stands at the reference date of a release."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin.errors_table import RATES
from dagster_dtsen.twin.family_items import family_items
from dagster_dtsen.twin.items import NOT_ASKED, TWO_DIGITS
from dagster_dtsen.twin.programmes import PEMDA, SEGMENTS, insured, receives, segments
from dagster_dtsen.twin.regsosek_families import homes_of
from dagster_dtsen.twin.regsosek_members import TWO_DIGITS as TWO_DIGITS_OF_PERSONS
from dagster_dtsen.twin.rng import Bools, Ints
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.texts import address, choose, digits

# variable of the register -> programme, of persons; item of the questionnaire, of families
RECEIVED = {"penerima_pkh": "PKH", "penerima_bpnt": "BPNT", "pbi_nas": "PBI"}
RECEIVED_ITEMS = {"r501a": "BPNT", "r501b": "PKH"}
SOCIAL = ("r412", "r415", "r416a", "r417", "r418")


@dataclass(frozen=True)
class Moment:
    """A world and how it stands at a release, the ``number``-th quarter counted from 0."""

    world: World
    standing: Standing
    label: str
    number: int

    def receives(self, programme: str) -> Bools:
        """Families (f,) that receive a programme."""
        return receives(self.world, self.standing.every, programme, self.number)


def _yes_no(which: Bools, missing: Bools | None = None) -> pa.StringArray:
    return digits(np.where(which, 1, 2), 1, missing)


def values_of_people(now: Moment) -> pa.Table:
    """One row per living person, by id; columns are variables or items (``r…``) as text.

    Null where there is nothing to state: no segment outside the insurance, items not asked.
    """
    world, state = now.world, now.standing
    people, regions = world.people, world.regions
    order = np.argsort(people.id[state.person], kind="stable")
    row = state.person[order]
    fam = people.fam[row]
    street, rt, rw = address(world.dice, world.families.alamat[fam])
    kab = regions.kab_name(np.arange(len(regions.kab)))
    segment = segments(world, state, now.number)[fam]
    outside = ~insured(world, RATES["bpjs_kesehatan"]["tercakup"].moderate)[row]
    columns: dict[str, pa.Array] = {
        "rilis": pa.repeat(now.label, len(row)),
        "id_orang": pa.array(people.id[row]),
        "tempat_lahir": choose(kab, people.kab_lahir[row]),
        "alamat": street,
        "rt": rt,
        "rw": rw,
        "segmen_jkn": choose(SEGMENTS, np.where(outside, -1, segment)),
        "pbi_pemda": _yes_no(segment == PEMDA, outside),
    }
    columns |= {name: _yes_no(now.receives(what)[fam]) for name, what in RECEIVED.items()}
    for name in SOCIAL:
        values: Ints = getattr(state.social, name)[order]
        width = 2 if name in TWO_DIGITS_OF_PERSONS else 1
        columns[name] = digits(values, width, values == 0)
    return pa.table(columns)


def values_of_families(now: Moment) -> pa.Table:
    """One row per family with members, by id; columns are questionnaire items, null = not asked."""
    world, state = now.world, now.standing
    ids = world.families.id[state.family]
    order = np.argsort(ids, kind="stable")
    answers = state.items | family_items(world.dice, homes_of(world, state))
    columns: dict[str, pa.Array] = {
        "rilis": pa.repeat(now.label, len(order)),
        "id_keluarga_benar": pa.array(ids[order]),
    }
    for name, values in answers.items():
        width = 2 if name in TWO_DIGITS else 1
        columns[name] = digits(values[order], width, values[order] == NOT_ASKED)
    for name, what in RECEIVED_ITEMS.items():
        columns[name] = _yes_no(now.receives(what)[state.family][order])
    return pa.table(columns)
