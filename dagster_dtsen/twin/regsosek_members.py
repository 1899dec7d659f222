"""The member part of the questionnaire: block IV."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.coverage import standardised
from dagster_dtsen.twin.errors_table import RATES
from dagster_dtsen.twin.health_items import health, insurance, protection
from dagster_dtsen.twin.items import NOT_ASKED
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.person_items import Persons, business, papers, school, work
from dagster_dtsen.twin.programmes import insured, segments
from dagster_dtsen.twin.records import Records
from dagster_dtsen.twin.regsosek_units import Units
from dagster_dtsen.twin.rng import Bools, Ints, rank_within
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import digits, dmy, patch

LIVES_ELSEWHERE, NEW_MEMBER, NOT_FOUND = 0.012, 0.015, 0.003
TWO_DIGITS = ("r413", "r415", "r417", "r421", "r424", "r426", "r430")


def members(units: Units, standing: Standing, idkel: pa.StringArray) -> pa.Table:
    """One row per record, in their order; errors are marked in the records."""
    records = units.records
    world, row = records.world, records.row
    people, dice = world.people, records.dice
    presence = np.where(units.hub == s.KEPALA, 1, _presence(records))
    present = np.isin(presence, [1, 5])
    names, lahir, dates = _name_and_date(records)
    age = np.maximum((world.day - lahir) / YEAR, 0).astype(np.int64)

    def code(values: Ints, width: int = 1) -> pa.StringArray:
        return digits(values, width, ~present)

    columns = {
        "idkel": idkel,
        "r401": digits(rank_within(units.unit) + 1, 1),
        "r402": pc.utf8_title(names),
        "r403": records.niks(),
        "r404": digits(presence, 1),
        "r405": code(people.jenis_kelamin[row]),
        "r406": pc.if_else(pa.array(present), dates, pa.scalar(None, pa.string())),
        "r407": code(age),
        "r408": code(people.kawin[row]),
        "r409": code(units.hub),
    }
    who = _persons(units, standing, age, present)
    answers: dict[str, Ints] = {}
    for block in (papers, school, work, business, health, protection):
        answers |= block(dice, who)
    for name, values in answers.items():
        columns[name] = digits(values, 2 if name in TWO_DIGITS else 1, values == NOT_ASKED)
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


def _name_and_date(records: Records) -> tuple[pa.StringArray, Ints, pa.StringArray]:
    """Names, birth dates as day numbers, and as written; a few rows are broken."""
    dice, day = records.dice, records.world.day
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    nameless = broken & dice.chance("regsosek.rusak", records.key, 0.5)
    dateless = broken & ~nameless
    names = patch(records.names(), nameless, pa.array([""] * int(nameless.sum()), type=pa.string()))
    lahir = records.birth_dates(day, 0.15)
    impossible = pa.array(["31/02/1985"] * int(dateless.sum()), type=pa.string())
    return names, lahir, patch(dmy(lahir), dateless, impossible)


def _persons(units: Units, standing: Standing, age: Ints, present: Bools) -> Persons:
    """What the items read of the people of the records; the dead and away are not asked."""
    records = units.records
    world, row = records.world, records.row
    people = world.people
    place = np.zeros(len(people.id), dtype=np.int64)
    place[standing.person] = np.arange(len(standing.person))
    about, here = standing.social, place[row]
    homes = people.fam[row]
    x = standardised(standing.every)[homes]
    x = np.where(np.isfinite(x), x, 0.0)
    inside = insured(world, RATES["bpjs_kesehatan"]["tercakup"].moderate)[row]
    _, dense, size = np.unique(units.unit, return_inverse=True, return_counts=True)
    return Persons(
        id=people.id[row],
        umur=age,
        jk=people.jenis_kelamin[row],
        kawin=people.kawin[row],
        x=x,
        urban=world.regions.urban[world.families.desa[homes]],
        level=about.level[here],
        r412=about.r412[here],
        r415=about.r415[here],
        r416a=about.r416a[here],
        r417=about.r417[here],
        r418=about.r418[here],
        anggota=size[dense],
        jkn=insurance(world.dice, people.id[row], segments(world, standing, 0)[homes], inside, x),
        hadir=present,
    )
