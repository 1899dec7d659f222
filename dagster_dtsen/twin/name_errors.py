"""How one person's name is written differently: spelling, order, titles, nicknames, slips."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin.rng import Bools, Dice, Ids, Ints
from dagster_dtsen.twin.texts import choose, join, patch

# sounds written two ways: old and new spelling, Arabic sounds, doubled letters
SPELLINGS = (
    ("U", "OE"), ("OE", "U"), ("J", "DJ"), ("DJ", "J"), ("TJ", "C"), ("Y", "I"), ("I", "Y"),
    ("F", "P"), ("V", "P"), ("Z", "J"), ("KH", "H"), ("SY", "S"), ("TH", "T"), ("DH", "D"),
    ("Q", "K"), ("AI", "AE"), ("O", "U"), ("NG", "N"), ("LL", "L"), ("NN", "N"), ("H", ""),
    ("'", ""), ("A", "AA"), ("N", "NN"), ("TI", "TTI"),
)  # fmt: skip
MUHAMMAD = r"^(MUHAMMAD|MUHAMAD|MOHAMMAD|MOHAMAD|MOCHAMAD|MOH|MUH|M) (\S)"
MUHAMMAD_FORMS = ("MUHAMMAD", "MOH.", "MUH", "M.", "MOCHAMAD", "MOHAMMAD", "MUHAMAD", "MHD")
TITLES_L = ("H. {}", "{}, S.PD", "DRS. {}", "IR. {}", "{}, SE", "KH. {}", "{}, A.MD", "HAJI {}")
TITLES_P = ("HJ. {}", "{}, S.PD", "DRA. {}", "IBU {}", "{}, SE", "NY. {}", "{}, A.MD", "HAJJAH {}")
# last word dropped, middle word abbreviated, words swapped or joined, nickname from the end
PATTERNS = {
    "potong": (r" \S+$", ""),
    "singkat": (r"^(\S+ )(\S)\S*(.*)$", r"\1\2\3"),
    "tukar": (r"^(\S+) (\S+)(.*)$", r"\2 \1\3"),
    "gabung": (r"^(\S+) (\S+)", r"\1\2"),
    "panggilan": (r"^\S{2,3}?([^AIUEO ]\S{3,}).*$", r"\1"),
}
WAYS = ("ejaan", "salah", "potong", "gelar", "singkat", "tukar", "gabung", "panggilan", "bin")
WEIGHTS = (0.27, 0.27, 0.09, 0.08, 0.07, 0.06, 0.07, 0.05, 0.04)


def slip(dice: Dice, purpose: str, ids: Ids, names: pa.StringArray) -> pa.StringArray:
    """One slip of the pen per name: a letter left out, doubled, changed or two swapped."""
    text = np.asarray(names.to_numpy(zero_copy_only=False), dtype="S")
    width = text.dtype.itemsize
    chars = np.zeros((len(text), width + 2), dtype=np.uint8)
    chars[:, :width] = text.view(np.uint8).reshape(len(text), width)
    length = (chars != 0).sum(axis=1)
    row = np.arange(len(text))
    place = (dice.uniform(f"{purpose}.letak", ids) * np.maximum(length - 2, 1)).astype(int) + 1
    kind = dice.pick(f"{purpose}.cara", ids, (0.3, 0.15, 0.3, 0.25))
    column = np.arange(width + 2)[None, :]
    after, upto = column >= place[:, None], column > place[:, None]
    left_out = np.where(after, np.roll(chars, -1, axis=1), chars)
    left_out[:, -1] = 0
    doubled = np.where(upto, np.roll(chars, 1, axis=1), chars)
    changed = chars.copy()
    letter = chars[row, place]
    near = (letter - 65 + dice.integer(f"{purpose}.huruf", ids, 1, 25)) % 26 + 65
    changed[row, place] = np.where(letter == ord(" "), letter, near)
    swapped = chars.copy()
    swapped[row, place] = chars[row, place - 1]
    swapped[row, place - 1] = letter
    options = np.stack([left_out, doubled, changed, swapped])[kind, row]
    same = (options == chars).all(axis=1)
    options[same] = left_out[same]
    result = np.ascontiguousarray(options).view(f"S{width + 2}")[:, 0]
    return pa.array(result.astype(str).tolist(), type=pa.string())


def vary(
    dice: Dice, purpose: str, ids: Ids, names: pa.StringArray, sex: Ints, father: pa.StringArray
) -> pa.StringArray:
    """Another writing of every name (n,); ``father`` is used for bin/binti. Always differs."""
    way = dice.pick(f"{purpose}.bentuk", ids, WEIGHTS)
    result = names
    for number, name in enumerate(WAYS):
        here = way == number
        if name == "salah" or not here.any():
            continue
        part = names.filter(pa.array(here))
        new = _written(
            dice, purpose, name, ids[here], part, sex[here], father.filter(pa.array(here))
        )
        result = patch(result, here, new)
    short = pc.less(pc.utf8_length(pc.utf8_trim_whitespace(result)), 3)
    same = np.asarray(pc.or_(pc.equal(result, names), short))
    if same.any():
        slipped = slip(dice, f"{purpose}.pena", ids[same], names.filter(pa.array(same)))
        result = patch(result, same, slipped)
    return result


def _written(
    dice: Dice, purpose: str, way: str, ids: Ids, names: pa.StringArray, sex: Ints,
    father: pa.StringArray,
) -> pa.StringArray:  # fmt: skip
    if way == "ejaan":
        return _respell(dice, purpose, ids, names)
    if way == "gelar":
        return _titled(dice, purpose, ids, names, sex)
    if way in PATTERNS:
        return pc.replace_substring_regex(names, *PATTERNS[way])
    link = choose([" BIN ", " BINTI "], np.where(sex == 1, 0, 1))
    return pc.coalesce(join(names, link, father), names)


def _respell(dice: Dice, purpose: str, ids: Ids, names: pa.StringArray) -> pa.StringArray:
    form = dice.zipf(f"{purpose}.muhammad", ids, len(MUHAMMAD_FORMS), 1.2)
    result = names
    for number, text in enumerate(MUHAMMAD_FORMS):
        here: Bools = form == number
        part = pc.replace_substring_regex(names.filter(pa.array(here)), MUHAMMAD, rf"{text} \2")
        result = patch(result, here, part)
    start = dice.integer(f"{purpose}.ejaan", ids, 0, len(SPELLINGS) - 1)
    for turn in range(4):  # the next pair when the first does not occur in the name
        todo = np.asarray(pc.equal(result, names))
        pair = (start + turn * 7) % len(SPELLINGS)
        for number, (old, new) in enumerate(SPELLINGS):
            here = todo & (pair == number)
            if here.any():
                part = pc.replace_substring(
                    names.filter(pa.array(here)), old, new, max_replacements=1
                )
                result = patch(result, here, part)
    return result


def _titled(dice: Dice, purpose: str, ids: Ids, names: pa.StringArray, sex: Ints) -> pa.StringArray:
    which = dice.zipf(f"{purpose}.gelar", ids, len(TITLES_L), 1.8)
    result = names
    for titles, code in ((TITLES_L, 1), (TITLES_P, 2)):
        for number, form in enumerate(titles):
            here: Bools = (which == number) & (sex == code)
            if here.any():
                before, after = form.split("{}")
                result = patch(result, here, join(before, names.filter(pa.array(here)), after))
    return result
