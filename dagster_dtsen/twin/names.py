"""Names: at most four words per person, chosen by culture, sex and cohort.

A name is a row of four indexes into :data:`VOCABULARY` (-1 = no word), so that a million names
are small integers until a delivery spells them.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dagster_dtsen.twin.name_lists import WORDS
from dagster_dtsen.twin.name_parts import compounds
from dagster_dtsen.twin.rng import Bools, Dice, Floats, Ids, Ints

Tokens = NDArray[np.int16]

CULTURES = ("jawa", "sunda", "muslim", "batak", "minang", "bali", "bugis", "timur", "tionghoa")
_WORDS = {key: list(dict.fromkeys(words.split() + compounds(key))) for key, words in WORDS.items()}
VOCABULARY = sorted({word for words in _WORDS.values() for word in words})
_PLACE = {word: number for number, word in enumerate(VOCABULARY)}
LISTS = {
    key: np.array([_PLACE[word] for word in words], dtype=np.int16) for key, words in _WORDS.items()
}
# how much more often the first words of a list are taken (see Dice.zipf); calibrated in
# docs/twin.md to the counts of the commonest names in the register
POWER = 1.35
POWERS = {"jawa.L.lama": 1.4, "sunda.L": 1.55, "muslim.P": 1.6, "bugis.P": 1.45}
# share of one-word names among the older (born before 1975) and the younger, of three words
MONONYM = {"jawa": (0.6, 0.14), "sunda": (0.28, 0.1), "muslim": (0.3, 0.12), "minang": (0.5, 0.2),
           "bugis": (0.5, 0.2)}  # fmt: skip
THREE_WORDS = 0.24
# of Muslim names outside Java: bin or binti with the father's name; of the old: Haji or Hajah
BIN, PILGRIM = 0.025, 0.03
# words that do not stand alone
LEADING = np.array(
    [_PLACE[word] for word in ("Siti", "Nur", "Sri", "Abdul", "Ahmad", "Muhammad", "Dwi", "Tri")]
)
# families whose sons (and whose daughters) bear the same last word
SHARED_LAST = 0.3
_FIRST = {"jawa": ("jawa.{}.lama", "jawa.{}.baru"), "minang": ("minang.{}", "minang.{}")}
_LAST = {"jawa": "jawa.{}.akhir", "sunda": "sunda.{}.akhir", "muslim": "muslim.{}.akhir",
         "minang": "muslim.{}.akhir", "bugis": "bugis.akhir"}  # fmt: skip


def culture(dice: Dice, family: Ids, weights: list[dict[str, float]], group: Ints) -> Ints:
    """Culture index per family: group (n,) points into the weight tables."""
    table = np.array([[row.get(name, 0.0) for name in CULTURES] for row in weights])
    cumulative = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)
    u = dice.uniform("keluarga.budaya", family)[:, None]
    number = (u > cumulative[group]).sum(axis=1)
    return np.asarray(np.minimum(number, len(CULTURES) - 1), dtype=np.int64)


def compose(
    dice: Dice, person: Ids, sex: Ints, birth_year: Ints, cultures: Ints, clan: Ids
) -> Tokens:
    """Names (n, 4); ``clan`` is the family whose marga or surname is carried."""
    names = np.full((len(person), 4), -1, dtype=np.int16)
    for number, name in enumerate(CULTURES):
        for code, letter in ((1, "L"), (2, "P")):
            here = np.flatnonzero((cultures == number) & (sex == code))
            if len(here):
                names[here] = _of_culture(
                    dice, name, letter, person[here], birth_year[here], clan[here]
                )
    return names


def _draw(dice: Dice, purpose: str, ids: Ids, key: str) -> Tokens:
    words = LISTS[key]
    return words[dice.zipf(purpose, ids, len(words), POWERS.get(key, POWER))]


def _of_culture(dice: Dice, name: str, letter: str, person: Ids, year: Ints, clan: Ids) -> Tokens:
    none = np.full(len(person), -1, dtype=np.int16)
    if name in ("batak", "timur", "tionghoa"):
        first = _draw(dice, "nama.1", person, f"{name}.{letter}")
        second = _draw(dice, "nama.2", person, f"{name}.{letter}")
        two = dice.chance("nama.tiga", person, 0.3) & (second != first)
        marga = _draw(dice, "keluarga.marga", clan, f"{name}.marga")
        bare = dice.chance("nama.tanpa_marga", person, 0.06)
        return np.stack([first, np.where(two, second, none), np.where(bare, none, marga), none], 1)
    if name == "bali":
        particle = _draw(dice, "nama.0", person, "i" if letter == "L" else "ni")
        caste = dice.chance("nama.kasta", person, 0.12)
        noble = _draw(dice, "nama.kasta2", person, "bali.kasta")
        order = _draw(dice, "nama.urut", person, f"bali.{letter}.urut")
        given = _draw(dice, "nama.1", person, f"bali.{letter}")
        return np.stack([particle, np.where(caste, noble, order), given, none], 1)
    old = year + 12 * (dice.uniform("nama.kohort", person) - 0.5) < 1975
    first_old, first_new = _FIRST.get(name, (f"{name}.{{}}", f"{name}.{{}}"))
    first = np.where(
        old,
        _draw(dice, "nama.1", person, first_old.format(letter)),
        _draw(dice, "nama.1", person, first_new.format(letter)),
    )
    kin = np.where(dice.chance("keluarga.nama", clan, SHARED_LAST), clan, person)
    last = _draw(dice, "nama.2", kin, _LAST[name].format(letter))
    middle = _draw(dice, "nama.3", person, _LAST[name].format(letter))
    single, single_new = MONONYM[name]
    mono = dice.chance("nama.satu", person, np.where(old, single, single_new))
    mono &= ~np.isin(first, LEADING)
    triple = ~mono & dice.chance("nama.tiga", person, THREE_WORDS) & (middle != last)
    lead, word = _lead(dice, name, letter, person, old)
    if name == "muslim":  # the father's name with bin or binti
        child = ~mono & dice.chance("nama.bin", person, BIN)
        middle = np.where(child, LISTS[f"bin.{letter}"][0], middle)
        last = np.where(child, _draw(dice, "nama.ayah", kin, "muslim.L"), last)
        triple |= child
    pilgrim = (year < 1972) & dice.chance("nama.haji", person, PILGRIM)
    lead, word = lead | pilgrim, np.where(pilgrim, LISTS[f"haji.{letter}"][0], word)
    lead &= first != word
    return np.stack(
        [np.where(lead, word, none), first, np.where(triple, middle, none),
         np.where(mono, none, last)], 1
    )  # fmt: skip


def _lead(dice: Dice, name: str, letter: str, person: Ids, old: Bools) -> tuple[Bools, Tokens]:
    """A word before the given name: Muhammad and its forms, Siti, Andi, Raden."""
    if name == "bugis" and letter == "L":
        noble = dice.chance("nama.andi", person, 0.4)
        muhammad = _draw(dice, "nama.muhammad", person, "muhammad")
        word = np.where(noble, LISTS["andi"][0], muhammad)
        return dice.chance("nama.depan", person, 0.2), word
    rate: Floats = np.where(old, 0.06, 0.2 if name != "jawa" else 0.12)
    if letter == "P":
        return dice.chance("nama.depan", person, 0.5 * rate), _draw(
            dice, "nama.siti", person, "siti"
        )
    raden = dice.chance("nama.raden", person, 0.02 if name in ("jawa", "sunda") else 0.0)
    word = np.where(raden, LISTS["raden"][0], _draw(dice, "nama.muhammad", person, "muhammad"))
    return raden | dice.chance("nama.depan", person, rate), word


def spell(names: Tokens) -> pa.StringArray:
    """Token rows (n, 4) to upper-case text."""
    words = pa.array([word.upper() for word in VOCABULARY])
    parts = [
        pc.take(words, pa.array(column.astype(np.int32), mask=column < 0)) for column in names.T
    ]
    return pc.binary_join_element_wise(*parts, " ", null_handling="skip")
