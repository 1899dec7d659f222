"""The map a twin lives on: real regions, population weights, and one kabupaten that splits.

Desa come from ``reference/desa_kemendagri.csv.gz``, names of higher regions from the region
seed; population shares per province (``provinces.yml``) are approximate and rounded. Families
settle in a growing list of kabupaten/kota: a small twin knows few of them, so that a region
means something, and a family's home never depends on how many families follow it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow.csv as pacsv
import yaml

from dagster_dtsen.twin.bps_codes import BpsCodes, bps_codes
from dagster_dtsen.twin.rng import Bools, Days, Dice, Floats, Ids, Ints

PACKAGE = Path(__file__).resolve().parent
DESA_FILE = PACKAGE.parent / "reference" / "desa_kemendagri.csv.gz"
REGION_SEED = PACKAGE.parents[1] / "dbt_project" / "seeds" / "wilayah" / "wilayah_kemendagri.csv"
PROVINCE_FILE = PACKAGE / "provinces.yml"
CODE_TEXT = {"kode": "string", "kode_kecamatan": "string", "nama": "string", "jenis": "string"}
# families counted from the first one, and how many kabupaten/kota are settled up to there
SETTLEMENT = (
    (0, 8), (400, 12), (1_000, 18), (2_500, 26), (6_000, 40), (15_000, 60), (40_000, 100),
    (100_000, 160), (250_000, 260), (600_000, 400), (1_000_000, 514),
)  # fmt: skip
MARRIAGE_BLOCK = 128


@dataclass(frozen=True)
class Province:
    """One row of ``provinces.yml``; the share is in percent."""

    bagian: float
    efek: float
    budaya: dict[str, float]


@lru_cache(maxsize=1)
def province_table() -> dict[str, Province]:
    """Province code -> population share, effect on log expenditure, culture weights."""
    table = yaml.safe_load(PROVINCE_FILE.read_text("utf-8"))
    return {code: Province(**row) for code, row in table.items()}


@dataclass
class Regions:
    """Arrays over desa (d,) and over kabupaten/kota (k,); indexes are positions in them."""

    desa: Ints  # 10-digit codes
    urban: Bools
    kab_of: Ints  # desa -> kabupaten/kota index
    kab: Ints  # 4-digit codes
    weight: Floats  # cumulative desa weight
    start: Ints  # first desa of every kabupaten/kota, (k + 1,)
    kab_weight: Floats
    order: Ints  # kabupaten/kota in the order of settlement
    bps: BpsCodes = field(repr=False)
    names: dict[str, str] = field(repr=False)
    desa_names: list[str] = field(repr=False)
    desa_new: Ints = field(init=False)
    split_day: int = 10**9
    split_kab: tuple[int, int] | None = None  # old and new 4-digit code

    def __post_init__(self) -> None:
        self.desa_new = self.desa.copy()

    def code(self, desa: Ints, day: Days | int) -> Ints:
        """10-digit code of a desa index as it was valid on a day."""
        after = np.asarray(day) >= self.split_day
        return np.where(after, self.desa_new[desa], self.desa[desa])

    def pick_kab(self, dice: Dice, purpose: str, ids: Ids, ordinal: Ints) -> Ints:
        """A settled kabupaten/kota for every entity; ``ordinal`` is its family's number."""
        result = np.empty(len(ids), dtype=np.int64)
        u = dice.uniform(purpose, ids)
        edges = [*(start for start, _ in SETTLEMENT[1:]), 2**62]
        for (start, size), end in zip(SETTLEMENT, edges, strict=True):
            here = (ordinal >= start) & (ordinal < end)
            known = self.order[:size]
            # weight over the probability that weighted ordering put it among the first ``size``
            seen = 1 - np.exp(-self.kab_weight[known] * _exposure(self.kab_weight, size))
            cumulative = np.cumsum(self.kab_weight[known] / seen)
            place = np.searchsorted(cumulative, u[here] * cumulative[-1], side="right")
            result[here] = known[np.minimum(place, size - 1)]
        return result

    def marriage_block(self, ordinal: Ints) -> Ints:
        """Number of the block of families that look for partners together.

        A block is full with MARRIAGE_BLOCK families per settled kabupaten/kota, so a small twin
        stays equal to the beginning of a large one.
        """
        starts = np.array([start for start, _ in SETTLEMENT])
        sizes = np.array([size for _, size in SETTLEMENT])
        level = np.searchsorted(starts, ordinal, side="right") - 1
        block = (ordinal - starts[level]) // (sizes[level] * MARRIAGE_BLOCK)
        return np.asarray(level * 100_000 + block, dtype=np.int64)

    def pick_desa(self, dice: Dice, purpose: str, ids: Ids, kab: Ints) -> Ints:
        """A desa of the given kabupaten/kota, by weight."""
        low = np.r_[0.0, self.weight][self.start[kab]]
        high = self.weight[self.start[kab + 1] - 1]
        aim = low + dice.uniform(purpose, ids) * (high - low)
        place = np.searchsorted(self.weight, aim, side="right")
        place = np.clip(place, self.start[kab], self.start[kab + 1] - 1)
        return np.asarray(place, dtype=np.int64)

    def kab_name(self, kab: Ints) -> list[str]:
        """Names as identity papers carry them (without the word Kabupaten), upper case."""
        texts = [self.names.get(str(code), str(code)) for code in self.kab[kab]]
        return [text.removeprefix("Kabupaten ").upper() for text in texts]

    def choose_split(self, desa_of_people: Ints, day: int) -> None:
        """Split the most populous kabupaten of at least 6 inhabited kecamatan from ``day`` on.

        The upper half of its inhabited kecamatan, by code, and all empty ones beside them get
        the codes of a new kabupaten with the next free number of the province.
        """
        people = np.bincount(desa_of_people, minlength=len(self.desa))
        total = np.bincount(self.kab_of, weights=people, minlength=len(self.kab))
        inhabited = np.unique(self.desa[people > 0] // 10_000)
        count = np.bincount(np.searchsorted(self.kab, inhabited // 100), minlength=len(self.kab))
        fit = (self.kab % 100 < 71) & (count >= min(6, count[self.kab % 100 < 71].max()))
        chosen = int(np.flatnonzero(fit)[np.argmax(total[fit])])
        old = int(self.kab[chosen])
        used = self.kab[(self.kab // 100 == old // 100) & (self.kab % 100 < 71)]
        new = int(used.max()) + 1
        mine = inhabited[inhabited // 100 == old]
        leaves = (self.desa // 1_000_000 == old) & (self.desa // 10_000 >= mine[len(mine) // 2])
        _, number = np.unique(self.desa[leaves] // 10_000, return_inverse=True)
        moved = new * 1_000_000 + (number + 1) * 10_000 + self.desa[leaves] % 10_000
        self.desa_new[leaves] = moved
        self.split_day, self.split_kab = day, (old, new)


def _exposure(weight: Floats, size: int) -> float:
    """The t for which the expected number of kabupaten ordered before t is ``size``."""
    if size >= len(weight):
        return 1e9
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        reached = float(np.sum(1 - np.exp(-weight * np.exp(middle))))
        low, high = (middle, high) if reached < size else (low, middle)
    return float(np.exp(high))


def load_regions(dice: Dice) -> Regions:
    """The map of one seed; raises FileNotFoundError when the reference files are absent."""
    options = pacsv.ConvertOptions(column_types=CODE_TEXT)
    table = pacsv.read_csv(DESA_FILE, convert_options=options).sort_by("kode")
    seed = pacsv.read_csv(
        REGION_SEED,
        convert_options=pacsv.ConvertOptions(
            column_types={"kode": "string", "nama": "string"}, include_columns=["kode", "nama"]
        ),
    )
    names = dict(zip(seed["kode"].to_pylist(), seed["nama"].to_pylist(), strict=True))
    desa = table["kode"].to_numpy().astype(np.int64)
    ward = table["jenis"].to_numpy() == "kelurahan"
    kab, kab_of = np.unique(desa // 1_000_000, return_inverse=True)
    is_city = kab % 100 >= 71
    town = Dice(0).uniform("desa.perkotaan", desa)
    in_java = np.isin(kab[kab_of] // 100, [31, 32, 33, 34, 35, 36, 51])
    urban = town < np.where(is_city[kab_of], 0.95, np.where(ward, 0.62, 0.14 + 0.2 * in_java))
    rank = 0.08 + Dice(0).uniform("desa.bobot", desa)
    crowd = 0.15 + Dice(0).uniform("kecamatan.bobot", desa // 10_000)
    weight = np.cumsum((1 + 0.9 * urban) / rank * crowd)
    share = np.array([province_table()[str(code // 100)].bagian for code in kab])
    size = np.exp(0.5 * Dice(0).normal("kab.bobot", kab)) * np.where(kab == 3101, 0.01, 1.0)
    in_province = np.bincount(kab // 100, weights=size)
    kab_weight = share * size / in_province[kab // 100]
    race = -np.log(dice.uniform("kab.urutan", kab)) / kab_weight
    return Regions(
        desa=desa,
        urban=np.asarray(urban, dtype=np.bool_),
        kab_of=kab_of,
        kab=kab,
        weight=weight,
        start=np.r_[np.flatnonzero(np.r_[True, np.diff(kab_of) > 0]), len(desa)],
        kab_weight=kab_weight,
        order=np.argsort(race, kind="stable"),
        bps=bps_codes(desa, kab, kab_of),
        names=names,
        desa_names=table["nama"].to_pylist(),
    )
