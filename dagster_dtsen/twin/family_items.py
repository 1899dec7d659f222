"""Items of families beside those of ``items.py``: papers, meters, programmes, further assets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dagster_dtsen.twin.items import NOT_ASKED, heads, ordered, owned, score
from dagster_dtsen.twin.periods import split_days, to_day
from dagster_dtsen.twin.rng import Bools, Dice, Floats, Ids, Ints

# asset: (weight of welfare, shift in town, percent of families owning it)
ASSETS = {
    "r502a": (0.33, 0.45, 9.0), "r502d": (0.38, 0.40, 2.5), "r502e": (0.28, 0.50, 1.6),
    "r502j": (0.06, -0.10, 30.0), "r502l": (-0.10, -0.60, 1.2), "r502m": (0.02, -0.60, 1.0),
}  # fmt: skip
# livestock: percent of rural owners, mean heads
LIVESTOCK = {"r504b": (1.6, 1.6), "r504c": (0.5, 1.0)}
PIGS, PIGS_MEAN = 22.0, 2.6
FISHING = 4
# own land: certificate in the family's name, in another's with and without a contract, other
# certificate, other paper, none; from poor to rich
PAPERS = ((6, 5, 3, 2, 4, 1), (12, 27, 6, 2, 2, 51))
INTERNET = ((0, 3, 2, 1), (17, 71, 9, 3))
ACCOUNT = ((4, 2, 3, 1), (38, 52, 7, 3))
PROGRAMME_END = to_day(date(2022, 10, 31))
COLUMNS = (
    "r301b", "r306b", "r307b2", "r307b3", *ASSETS, *LIVESTOCK, "r504d", "r505", "r506",
)  # fmt: skip


@dataclass
class Homes:
    """What the items read of families (f,)."""

    id: Ids
    x: Floats  # standardised welfare
    urban: Bools
    sector: Ints  # item 417 of the head
    pigs: Bools  # of a culture that keeps pigs
    items: dict[str, Ints]  # those of items.py
    bpnt: Bools
    pkh: Bools


def family_items(dice: Dice, homes: Homes) -> dict[str, Ints]:
    """Codes per family (f,) of :data:`COLUMNS`; -1 where not asked."""
    ids, x, given = homes.id, homes.x, homes.items
    town = np.where(homes.urban, 0.5, -0.5)
    farm = (homes.sector >= 1) & (homes.sector <= 5)

    def asked(condition: Bools, values: Ints) -> Ints:
        return np.where(condition, values, NOT_ASKED)

    metered = given["r307a"] == 1
    meters = dice.uniform("butir.r307b", ids) - 0.01 * x
    well = (given["r306a"] >= 4) & (given["r306a"] <= 8)
    distance = score(dice, "r306b", ids, x, 0.12) - 0.5 * town
    found = {
        "r301b": asked(given["r301a"] == 1, ordered(score(dice, "r301b", ids, x, 0.2), *PAPERS)),
        "r306b": asked(well, ordered(distance, (8, 1, 2), (7, 33, 60))),
        "r307b2": asked(metered & (meters < 0.02), given["r307b1"]),
        "r307b3": asked(metered & (meters < 0.002), given["r307b1"]),
    }
    for item, rule in ASSETS.items():
        found[item] = owned(dice, item, ids, x, town, rule)
    boats = (homes.sector == FISHING) & dice.chance("butir.perahu", ids, 0.55)
    found["r502l"] = np.where(boats & dice.chance("butir.r502l", ids, 0.5), 1, found["r502l"])
    found["r502m"] = np.where(boats & (found["r502l"] == 2), 1, found["r502m"])
    place = np.where(homes.urban, 0.15, 1.0) * np.where(farm, 2.0, 0.7)
    for item, (percent, mean) in LIVESTOCK.items():
        found[item] = heads(dice, item, ids, percent / 100 * place, mean)
    rate = np.where(homes.pigs, PIGS, 0.05) / 100 * place
    found["r504d"] = heads(dice, "r504d", ids, rate, PIGS_MEAN)
    net = score(dice, "r505", ids, x, 0.25) + 0.4 * town
    found["r505"] = np.where(given["r502n"] == 1, np.maximum(ordered(net, *INTERNET), 0),
                             ordered(net - 1.2, *INTERNET))  # fmt: skip
    found["r506"] = ordered(score(dice, "r506", ids, x, 0.3) + 0.3 * town, *ACCOUNT)
    return {column: found[column] for column in COLUMNS}


def programmes(dice: Dice, homes: Homes) -> dict[str, tuple[Ints, Ints, Ints]]:
    """Items 501a-g per family (f,): 1 or 2, month and year last received (-1 if never)."""
    ids, x, given = homes.id, homes.x, homes.items
    farm = (homes.sector >= 1) & (homes.sector <= 3)

    def below(name: str, middle: float, share: float) -> Bools:
        return dice.chance(f"butir.{name}", ids, share / (1 + np.exp((x - middle) / 0.4)))

    power = given["r307b1"]
    received = {
        "r501a": homes.bpnt,
        "r501b": homes.pkh,
        "r501c": below("r501c", -0.7, 0.5) & ~homes.urban & ~homes.pkh,
        "r501d": (power == 1) | ((power == 2) & below("r501d", -0.3, 0.6)),
        "r501e": below("r501e", -0.3, 0.12),
        "r501f": farm & below("r501f", 0.6, 0.35),
        "r501g": (given["r308"] == 4) & below("r501g", 0.8, 0.5),
    }
    answers = {}
    for item, yes in received.items():
        age = (365 * dice.uniform(f"butir.{item}.bulan", ids) ** 2.5).astype(np.int64)
        year, month, _ = split_days(PROGRAMME_END - age)
        answers[item] = (
            np.where(yes, 1, 2), np.where(yes, month, NOT_ASKED), np.where(yes, year, NOT_ASKED)
        )  # fmt: skip
    return answers
