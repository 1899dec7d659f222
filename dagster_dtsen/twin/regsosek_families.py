"""The family part of the questionnaire: blocks I to III and V."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.coverage import standardised
from dagster_dtsen.twin.family_items import COLUMNS as MORE
from dagster_dtsen.twin.family_items import Homes, family_items, programmes
from dagster_dtsen.twin.items import COLUMNS as BASIC
from dagster_dtsen.twin.items import NOT_ASKED, TWO_DIGITS
from dagster_dtsen.twin.names import CULTURES
from dagster_dtsen.twin.periods import to_day
from dagster_dtsen.twin.programmes import receives
from dagster_dtsen.twin.regsosek_units import unit_ids
from dagster_dtsen.twin.rng import Bools, Ints
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import address, digits, dmy, join

# blocks III and V in the order of the file
HOUSING = (
    "r301a", "r301b", "r302", "r303", "r304", "r305", "r306a", "r306b", "r307a", "r307b1",
    "r307b2", "r307b3", "r308", "r309a", "r309b", "r310",
)  # fmt: skip
ASSETS = (
    *(f"r502{letter}" for letter in "abcdefghijklmn"), "r503a", "r503b",
    *(f"r504{letter}" for letter in "abcde"), "r505", "r506",
)  # fmt: skip
FIELDWORK = to_day(date(2022, 10, 15)), to_day(date(2022, 11, 14))
SKIPPED = 0.12  # items left out on an incomplete questionnaire
# an item left out takes with it the items that are asked because of its answer
FILTERS = {
    "r301b": "r301a", "r306b": "r306a", "r307b1": "r307a", "r307b2": "r307b1",
    "r307b3": "r307b2", "r309b": "r309a", "r310": "r309a",
}  # fmt: skip
PIG_KEEPING = ("batak", "bali", "timur", "tionghoa")
FOUND, NOT_INTERVIEWED = 1, 2


@dataclass
class Questionnaires:
    """Questionnaires (q,): unit, key, members listed (0 = no interview), errors, head's name."""

    world: s.World
    unit: Ints
    idkel: pa.StringArray
    size: Ints
    stale: Bools
    lost_kk: Bools
    head: pa.StringArray


def families(sheets: Questionnaires, standing: Standing) -> pa.Table:
    """One row per questionnaire, in their order."""
    world, size = sheets.world, sheets.size
    row, dice = sheets.unit // 2, world.dice
    ids = unit_ids(world, sheets.unit)
    result = np.where(
        size > 0,
        1 + dice.chance("regsosek.r205", ids, 0.04),
        3 + dice.pick("regsosek.gagal", ids, (0.5, 0.25, 0.25)),
    )
    columns = _place(sheets)
    columns |= {
        "r201": dmy(dice.integer("regsosek.r201", ids, *FIELDWORK)),
        "r205": digits(result, 1),
    }
    place = np.zeros(len(world.families.id), dtype=np.int64)
    place[standing.family] = np.arange(len(standing.family))
    here = place[row]
    homes = homes_of(world, standing)
    answers = standing.items | family_items(dice, homes)

    def left_out(name: str) -> Bools:
        lost: Bools = (result == 2) & dice.chance(f"regsosek.{name}.lewat", ids, SKIPPED)
        before: Bools = left_out(FILTERS[name]) if name in FILTERS else size == 0
        return lost | before

    def item(name: str) -> pa.StringArray:
        value = answers[name][here]
        missing = (value == NOT_ASKED) | left_out(name)
        return digits(value, 2 if name in TWO_DIGITS else 1, missing)

    assert set(HOUSING) | set(ASSETS) == set(BASIC) | set(MORE)
    columns |= {name: item(name) for name in HOUSING}
    for name, (yes, month, year) in programmes(dice, homes).items():
        skipped = left_out(name)
        columns[name] = digits(yes[here], 1, skipped)
        never = skipped | (yes[here] != 1)
        columns[f"{name}_bulan"] = digits(month[here], 1, never)
        columns[f"{name}_tahun"] = digits(year[here], 4, never)
    columns |= {name: item(name) for name in ASSETS}
    return pa.table(columns)


def _place(sheets: Questionnaires) -> dict[str, pa.StringArray]:
    """Block I: region in codes of BPS, local unit, address, building, family, KK."""
    world = sheets.world
    homes, dice, regions = world.families, world.dice, world.regions
    row, ids = sheets.unit // 2, unit_ids(world, sheets.unit)
    desa, address_key = world.homes(row, sheets.stale)
    code = digits(regions.bps.desa[desa], 10)
    street, rt, rw = address(dice, address_key)
    unit_number = join(pc.utf8_slice_codeunits(rw, 1, 3), pc.utf8_slice_codeunits(rt, 1, 3))
    reached = sheets.size > 0
    parts = (("r101", 0, 2), ("r102", 2, 4), ("r103", 4, 7), ("r104", 7, 10))
    return {
        "idkel": sheets.idkel,
        **{name: pc.utf8_slice_codeunits(code, start, stop) for name, start, stop in parts},
        "r105": unit_number,
        "r105_sub": digits(1 * dice.chance("regsosek.r105_sub", ids, 0.05), 2),
        "r106": join("RT ", rt, " RW ", rw),
        "r107": street,
        "r108": sheets.head,
        "r109": digits(dice.integer("regsosek.r109", homes.id[row], 1, 140), 1),
        "r110": digits(dice.integer("regsosek.r110", ids, 1, 160), 1),
        "r111": digits(np.where(reached, FOUND, NOT_INTERVIEWED), 1),
        "r112": digits(sheets.size, 1),
        "r113": digits(dice.integer("regsosek.r113", homes.id[row], 1, 999_999), 6),
        "r114": digits(homes.no_kk[row], 16, sheets.lost_kk),
        "r115": digits(np.where(sheets.lost_kk, 2, 1), 1, ~reached),
    }


def homes_of(world: s.World, standing: Standing) -> Homes:
    """What the items read of the active families (a,) of a world."""
    family, person = standing.family, standing.person
    people, homes = world.people, world.families
    head = people.hub[person] == s.KEPALA
    where = np.zeros(len(homes.id), dtype=np.int64)
    where[people.fam[person[head]]] = np.flatnonzero(head)
    kepala = where[family]
    culture = people.budaya[person[kepala]]
    keeping = [CULTURES.index(name) for name in PIG_KEEPING]
    return Homes(
        id=homes.id[family],
        x=standardised(standing.log_y),
        urban=world.regions.urban[homes.desa[family]],
        sector=standing.social.r417[kepala],
        pigs=np.isin(culture, keeping),
        items=standing.items,
        bpnt=receives(world, standing.every, "BPNT", 0)[family],
        pkh=receives(world, standing.every, "PKH", 0)[family],
    )
