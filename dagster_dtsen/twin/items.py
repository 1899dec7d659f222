"""Housing and assets in questionnaire codes, as noisy ordered thresholds of welfare.

An item sees x = (ln y - mean) / spread, its own hashed noise and a shift for towns; the
categories stand in order of welfare with the cumulative share of families below each.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from dagster_dtsen.twin.rng import Bools, Dice, Floats, Ids, Ints
from dagster_dtsen.twin.welfare import MEAN, SPREAD

# item: (weight of welfare, shift in town, codes from poor to rich, shares in percent)
ORDERED: dict[str, tuple[float, float, tuple[int, ...], tuple[float, ...]]] = {
    "r303": (0.27, 0.35, (8, 7, 9, 5, 6, 4, 2, 3, 1), (4, 1, 0.5, 10, 24, 7, 48, 1, 4.5)),
    "r304": (0.23, 0.40, (7, 6, 4, 5, 3, 2, 1), (0.5, 2, 4, 1, 15, 3, 74.5)),
    "r305": (0.16, 0.20, (7, 8, 5, 6, 3, 4, 2, 1), (2, 0.5, 0.3, 1.5, 30, 10, 51, 4.7)),
    "r306a": (0.23, 0.60, (9, 10, 8, 6, 7, 5, 4, 11, 3, 2, 1),
              (1, 2.5, 2, 4, 6, 16, 28, 0.5, 10, 25, 5)),
    "r307a": (0.16, 0.25, (4, 3, 2, 1), (0.9, 1.2, 8, 89.9)),
    "r307b1": (0.32, 0.30, (1, 2, 3, 4, 5), (36, 43, 14, 5, 2)),
    "r308": (0.22, 0.45, (10, 9, 7, 11, 4, 8, 6, 5, 2, 3, 1, 0),
             (12, 0.5, 1.5, 0.2, 76, 0.1, 0.1, 0.4, 2.2, 4, 1, 2)),
    "r309a": (0.24, 0.20, (6, 5, 4, 3, 2, 1), (4, 0.6, 2.5, 1.4, 6.5, 85)),
    "r309b": (0.19, 0.25, (4, 3, 2, 1), (4, 1.5, 2.5, 92)),
    "r310": (0.21, 0.40, (6, 5, 3, 4, 1, 2), (0.5, 1.5, 6, 11, 79.5, 1.5)),
}  # fmt: skip
# asset: (weight of welfare, shift in town, percent of families owning it)
ASSETS = {
    "r502b": (0.27, 0.30, 62.0), "r502c": (0.36, 0.60, 11.0), "r502f": (0.24, 0.30, 45.0),
    "r502g": (0.23, 0.10, 24.0), "r502h": (0.31, 0.45, 17.0), "r502i": (0.21, 0.00, 84.0),
    "r502k": (0.37, 0.15, 13.0), "r502n": (0.22, 0.25, 88.0), "r503a": (0.14, -0.50, 27.0),
    "r503b": (0.27, 0.10, 9.0),
}  # fmt: skip
LIVESTOCK = {"r504a": (11.0, 1.8), "r504e": (7.5, 3.5)}  # percent of rural owners, mean heads
COLUMNS = (
    "r301a", "r302", "r303", "r304", "r305", "r306a", "r307a", "r307b1", "r308", "r309a",
    "r309b", "r310", "r502b", "r502c", "r502f", "r502g", "r502h", "r502i", "r502k", "r502n",
    "r503a", "r503b", "r504a", "r504e",
)  # fmt: skip
TWO_DIGITS = ("r306a", "r308")
NOT_ASKED = -1


def score(dice: Dice, item: str, family: Ids, x: Floats, weight: float) -> Floats:
    """Welfare and item noise mixed to about unit variance."""
    noise = dice.normal(f"butir.{item}", family)
    return np.asarray(weight * x + np.sqrt(1 - weight**2) * noise, dtype=np.float64)


def ordered(score: Floats, codes: tuple[int, ...], shares: tuple[float, ...]) -> Ints:
    cuts = ndtri(np.cumsum(shares)[:-1] / np.sum(shares))
    return np.asarray(codes)[np.searchsorted(cuts, score)]


def owned(
    dice: Dice, item: str, family: Ids, x: Floats, town: Floats, rule: tuple[float, float, float]
) -> Ints:
    """1 for owners, 2 for others; ``rule`` is weight of welfare, shift in town, percent."""
    weight, shift, percent = rule
    found = score(dice, item, family, x, weight) + shift * town
    return np.where(found > ndtri(1 - percent / 100), 1, 2)


def heads(dice: Dice, item: str, family: Ids, rate: Floats, mean: float) -> Ints:
    """Number of animals: none but for a share ``rate``, whose number is exponential."""
    owner = dice.chance(f"butir.{item}", family, rate)
    number = 1 - mean * np.log(dice.uniform(f"butir.{item}.ekor", family))
    return np.where(owner, np.minimum(number, 60).astype(np.int64), 0)


def items(
    dice: Dice, family: Ids, log_y: Floats, urban: Bools, members: Ints, farm: Bools
) -> dict[str, Ints]:
    """Codes per family (f,) in the order of :data:`COLUMNS`; -1 where not asked."""
    x = (log_y - MEAN) / SPREAD
    town = np.where(urban, 0.5, -0.5)
    found: dict[str, Ints] = {}
    rent = score(dice, "r301a", family, x, 0.10) + 0.9 * town
    found["r301a"] = ordered(rent, (1, 3, 5, 2, 4), (84, 7.5, 0.5, 7, 1))
    noise = dice.normal("butir.r302", family)
    area = np.exp(4.05 + 0.14 * x + 0.04 * np.minimum(members, 8) - 0.15 * town + 0.42 * noise)
    found["r302"] = np.clip(np.rint(area), 6, 900).astype(np.int64)
    for item, (weight, shift, codes, shares) in ORDERED.items():
        found[item] = ordered(score(dice, item, family, x, weight) + shift * town, codes, shares)
    for item, (weight, shift, percent) in ASSETS.items():
        found[item] = owned(dice, item, family, x, town, (weight, shift, percent))
    for item, (percent, mean) in LIVESTOCK.items():
        rate = percent / 100 * np.where(urban, 0.15, 1.0) * np.where(farm, 2.0, 0.7)
        found[item] = heads(dice, item, family, rate, mean)
    found["r307b1"] = np.where(found["r307a"] == 1, found["r307b1"], NOT_ASKED)
    found["r309b"] = np.where(found["r309a"] <= 3, found["r309b"], NOT_ASKED)
    # the skip beside 309a is unreadable in print; code 6 (no toilet) is the likely one
    found["r310"] = np.where(found["r309a"] != 6, found["r310"], NOT_ASKED)
    return {column: found[column] for column in COLUMNS}
