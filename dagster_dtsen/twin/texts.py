"""Numbers, dates and addresses as text columns (pyarrow), without a loop over people."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin.name_lists import WORDS
from dagster_dtsen.twin.rng import Bools, Days, Dice, Ids, Ints

STREETS = [word.upper().replace("-", " ") for word in WORDS["jalan"].split()]
HAMLETS = [word.upper() for word in WORDS["dusun"].split()]


def digits(values: Ints, width: int, missing: Bools | None = None) -> pa.StringArray:
    """Whole numbers as text of at least ``width`` digits; null where ``missing``."""
    return pc.utf8_lpad(pa.array(values, mask=missing).cast(pa.string()), width, "0")


def own_number(dice: Dice, purpose: str, ids: Ids, width: int = 15) -> pa.StringArray:
    """A provider's own key of ``width`` digits: hashed, the same in every delivery."""
    return digits(hashed(dice, purpose, ids, width), width)


def hashed(dice: Dice, purpose: str, ids: Ids, width: int) -> Ints:
    """Hashed whole numbers of at most ``width`` digits."""
    return (dice.bits(purpose, ids) % np.uint64(10**width)).astype(np.int64)


def unique_number(dice: Dice, purpose: str, ids: Ids, width: int) -> Ints:
    """Hashed numbers of ``width`` digits, none twice; of equal ones the later ids move on.

    ``ids`` are distinct and stand in the order in which they came to be, so that a new one
    never changes the number of an old one.
    """
    numbers = hashed(dice, purpose, ids, width)
    while True:
        _, first = np.unique(numbers, return_index=True)
        again = np.ones(len(numbers), dtype=np.bool_)
        again[first] = False
        if not again.any():
            return numbers
        numbers[again] = (numbers[again] + 1) % 10**width


def ymd(days: Days, missing: Bools | None = None) -> pa.StringArray:
    """Day numbers as YYYYMMDD."""
    return pc.replace_substring(iso(days, missing), "-", "")


def join(*parts: pa.StringArray | str, sep: str = "") -> pa.StringArray:
    """Element-wise concatenation; null when a part is null."""
    return pc.binary_join_element_wise(*parts, sep)


def iso(days: Days, missing: Bools | None = None) -> pa.StringArray:
    """Day numbers as YYYY-MM-DD."""
    return pa.array(days.astype(np.int32), mask=missing).cast(pa.date32()).cast(pa.string())


def dmy(days: Days) -> pa.StringArray:
    """Day numbers as DD/MM/YYYY."""
    text = iso(days)
    parts = [pc.utf8_slice_codeunits(text, a, b) for a, b in ((8, 10), (5, 7), (0, 4))]
    return join(*parts, sep="/")


def choose(options: list[str], index: Ints) -> pa.StringArray:
    """Texts by position; null where the index is negative."""
    return pc.take(pa.array(options), pa.array(index.astype(np.int32), mask=index < 0))


def patch(texts: pa.StringArray, where: Bools, new: pa.StringArray) -> pa.StringArray:
    """``texts`` with the rows of ``where`` replaced by ``new`` (one value per true row)."""
    if not where.any():
        return texts
    return pc.replace_with_mask(texts, pa.array(where), new)


def address(dice: Dice, key: Ids) -> tuple[pa.StringArray, pa.StringArray, pa.StringArray]:
    """Street or hamlet, RT and RW (3 digits each) of an address key."""
    street = choose(STREETS, dice.zipf("alamat.jalan", key, len(STREETS), 1.2))
    hamlet = choose(HAMLETS, dice.zipf("alamat.dusun", key, len(HAMLETS), 1.2))
    number = digits(dice.integer("alamat.nomor", key, 1, 180), 1)
    options = [
        join("JL. ", street, " NO. ", number), join("DUSUN ", hamlet), join("KP. ", hamlet),
        join("GG. ", street, " ", number), join("JALAN ", street, " NO ", number),
        join("DSN ", hamlet),
    ]  # fmt: skip
    kind = dice.pick("alamat.bentuk", key, (30, 28, 18, 8, 8, 8))
    text = pc.choose(pa.array(kind), *options)
    rt = digits(1 + dice.zipf("alamat.rt", key, 12, 1.3), 3)
    rw = digits(1 + dice.zipf("alamat.rw", key, 15, 1.5), 3)
    return text, rt, rw
