"""How a NIK or a date goes wrong on its way into a provider's file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin.birth_dates import default_date
from dagster_dtsen.twin.errors_table import DEFAULTED_SHARE, MALFORMED_SHARE
from dagster_dtsen.twin.periods import join_days, split_days
from dagster_dtsen.twin.rng import Days, Dice, Ids, Ints

ZERO = ord("0")


def mistype(dice: Dice, purpose: str, ids: Ids, nik: Ints) -> pa.StringArray:
    """Mistyped NIKs: one digit changed, two neighbours swapped, or malformed.

    The malformed have 15 digits, a letter, or day 00. The result always differs from ``nik``.
    """
    powers = 10 ** np.arange(15, -1, -1, dtype=np.int64)
    chars = (nik[:, None] // powers % 10 + ZERO).astype(np.uint8)
    row = np.arange(len(nik))
    place = dice.integer(f"{purpose}.letak", ids, 0, 15)
    left = np.minimum(place, 14)
    kind = dice.pick(f"{purpose}.cara", ids, (0.55, 0.45))
    kind[(chars[row, left] == chars[row, left + 1])] = 0
    bad = dice.uniform(f"{purpose}.cacat", ids)
    kind = np.where(bad < MALFORMED_SHARE, 2 + (bad * 3 / MALFORMED_SHARE).astype(int), kind)
    shift = dice.integer(f"{purpose}.beda", ids, 1, 9)
    changed = (chars[row, place] - ZERO + shift) % 10 + ZERO
    result = chars.copy()
    one = kind == 0
    result[row[one], place[one]] = changed[one]
    swap = kind == 1
    result[row[swap], left[swap]] = chars[row[swap], left[swap] + 1]
    result[row[swap], left[swap] + 1] = chars[row[swap], left[swap]]
    result[kind == 2, 15] = 0
    result[row[kind == 3], place[kind == 3]] = ord("O")
    result[kind == 4, 6:8] = ZERO
    return pa.array(result.view("S16")[:, 0].astype(str).tolist(), type=pa.string())


def wrong_date(dice: Dice, purpose: str, ids: Ids, lahir: Days, latest: int) -> Days:
    """Another date: a default in the same year, day and month swapped, or a part misread.

    ``latest`` (day number) is never passed; the result always differs from ``lahir``.
    """
    year, month, day = split_days(lahir)
    step = np.where(dice.chance(f"{purpose}.arah", ids, 0.5), 1, -1)
    can_swap = (day <= 12) & (day != month)
    swapped = join_days(year, np.where(can_swap, day, month), np.where(can_swap, month, day))
    kind = dice.pick(f"{purpose}.cara", ids, (0.25, 0.3, 0.2, 0.15, 0.1))
    kind[(kind == 0) & ~can_swap] = 2
    other = np.choose(
        kind,
        [
            swapped,
            join_days(year + step, month, np.minimum(day, 28)),
            lahir + step * dice.integer(f"{purpose}.hari", ids, 1, 9),
            join_days(year, (month + 5 * step - 1) % 12 + 1, np.minimum(day, 28)),
            join_days(year + 10 * step, month, np.minimum(day, 28)),
        ],
    )
    default = dice.chance(f"{purpose}.baku", ids, DEFAULTED_SHARE)
    common = default_date(dice, f"{purpose}.baku2", ids, lahir)
    found = np.where(default & (common != lahir), common, other)
    late = found > latest
    found[late] = lahir[late] - 1 - (found[late] % 200)
    return found
