"""The state of a twin at one day: people and families as arrays, and the issued numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_dtsen.twin.names import Tokens
from dagster_dtsen.twin.regions import Regions
from dagster_dtsen.twin.rng import Bools, Days, Dice, Floats, Ids, Ints, rank_within

HIDUP, MENINGGAL, PINDAH_LN = 0, 1, 2
KEPALA, PASANGAN, ANAK, MENANTU, CUCU, ORANGTUA, PEMBANTU, LAINNYA = range(1, 9)
BELUM_KAWIN, KAWIN, CERAI_HIDUP, CERAI_MATI = range(1, 5)


class _Columns:
    """Equal-length arrays with row-wise append."""

    def append(self, other: Any) -> None:
        """Add the rows of another instance behind the own ones."""
        for item in fields(self):  # type: ignore[arg-type]
            mine, theirs = getattr(self, item.name), getattr(other, item.name)
            setattr(self, item.name, np.concatenate([mine, theirs.astype(mine.dtype)]))


@dataclass
class People(_Columns):
    """One row per person ever born in the twin (n,); days count from 1970-01-01."""

    id: Ids
    fam: Ints  # row of the present family in Families; of the dead: the last one
    asal: Ints  # ordinal of the first family, decides which regions are known
    jenis_kelamin: Ints
    lahir: Days  # the real birth date
    lahir_terdaftar: Days  # the one the population register holds
    nik: Ints
    nik_bersama: Bools  # the NIK is held by another person too
    nik_kedua: Ints  # a second NIK of the same person, else 0
    kab_lahir: Ints
    hub: Ints
    kawin: Ints
    status: Ints
    tgl_status: Days  # -1 while alive
    kk_akhir: Ints  # KK number at death or emigration, else 0
    nama: Tokens
    budaya: Ints
    z: Floats  # endowment of the family born into, standard normal


@dataclass
class Families(_Columns):
    """One row per family that ever existed (f,)."""

    id: Ids
    asal: Ints
    desa: Ints  # row in Regions
    desa_lama: Ints  # where it lived before the last move, itself when it never moved
    alamat: Ids  # hash key of the address
    alamat_lama: Ids
    no_kk: Ints
    z: Floats
    eps: Floats  # persistent part of log expenditure that no item explains
    aktif: Bools


@dataclass
class Serials:
    """Serial numbers per key, never issued twice: the last digits of NIK and KK number."""

    keys: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    counts: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def issue(self, keys: Ints) -> Ints:
        """Full numbers key * 10000 + serial, serials from 0001 in row order per key."""
        place = np.searchsorted(self.keys, keys)
        known = np.zeros(len(keys), dtype=np.int64)
        if len(self.keys):
            safe = np.minimum(place, len(self.keys) - 1)
            known = np.where(self.keys[safe] == keys, self.counts[safe], 0)
        serial = known + 1 + rank_within(keys)
        every = np.concatenate([self.keys, keys])
        amount = np.concatenate([self.counts, np.ones(len(keys), dtype=np.int64)])
        found, inverse = np.unique(every, return_inverse=True)
        self.keys = found
        self.counts = np.bincount(inverse, weights=amount).astype(np.int64)
        return keys * 10_000 + serial


@dataclass
class World:
    """Everything that lives on from one day to the next."""

    dice: Dice
    regions: Regions
    people: People
    families: Families
    day: int
    niks: Serials
    kks: Serials
    step: int = 0
    welfare: str = "baku"  # name of its welfare equation

    def alive(self) -> NDArray[np.int64]:
        """Rows of the living residents."""
        return np.flatnonzero(self.people.status == HIDUP)

    def kk_of(self, rows: Ints) -> Ints:
        """KK numbers of people: of the present family, or the last one of the dead and away."""
        people = self.people
        last = people.kk_akhir[rows]
        return np.where(last > 0, last, self.families.no_kk[people.fam[rows]])

    def homes(self, family: Ints, stale: Bools) -> tuple[Ints, Ids]:
        """Desa row and address key of families; where ``stale`` the home before the last move.

        A family that never moved then shows another desa of its kabupaten/kota.
        """
        homes, regions = self.families, self.regions
        before, now = homes.desa_lama[family], homes.desa[family]
        kab = regions.kab_of[before]
        wrong = regions.pick_desa(self.dice, "alamat.usang", homes.id[family], kab)
        beside = np.where(wrong + 1 < regions.start[kab + 1], wrong + 1, wrong - 1)
        wrong = np.where(wrong == now, beside, wrong)
        old = np.where(before != now, before, wrong)
        return (
            np.where(stale, old, now),
            np.where(stale, homes.alamat_lama[family] + 1, homes.alamat[family]),
        )
