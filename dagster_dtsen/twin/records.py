"""Records of a provider: which person each one is about, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin.name_errors import vary
from dagster_dtsen.twin.names import spell
from dagster_dtsen.twin.nik_errors import mistype, wrong_date
from dagster_dtsen.twin.rng import Bools, Days, Dice, Ids, Ints
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.texts import digits, patch

ERRORS = (
    "nik_kosong", "nik_salah_ketik", "nik_orang_lain", "nik_bersama", "dua_nik", "nama_beda",
    "tanggal_beda", "tanggal_baku", "tanggal_asli", "wilayah_usang", "ganda", "keluarga_beda",
    "kk_kosong", "meninggal_tercatat", "status_tertinggal", "baris_rusak", "tanggal_kosong",
    "pemilik_lama", "meter_bersama", "nama_register",
)  # fmt: skip
SECOND = 2**61  # added to a person id: the second record of the same person


@dataclass
class Spelling:
    """Names that the register itself writes otherwise: rows of People (sorted) and the names."""

    row: Ints
    name: pa.StringArray


@dataclass
class Records:
    """People rows of a world, one per record (n,); ``key`` hashes the record's own errors."""

    world: World
    provider: str
    rate: dict[str, float]
    row: Ints
    key: Ids
    family: Ints | None = None  # rows in Families; by default the families of the people
    flags: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.flags = np.zeros(len(self.row), dtype=np.int64)

    @property
    def dice(self) -> Dice:
        """The dice of the world."""
        return self.world.dice

    def hit(self, error: str, keys: Ids | None = None, factor: float = 1.0) -> Bools:
        """Draw an error of the rate table, per record or per given keys."""
        ids = self.key if keys is None else keys
        rate = self.rate.get(error, 0.0) * factor
        return self.dice.chance(f"{self.provider}.{error}", ids, rate)

    def mark(self, error: str, which: Bools) -> Bools:
        """Note an error in the truth."""
        self.flags |= which.astype(np.int64) << ERRORS.index(error)
        return which

    def errors(self) -> pa.StringArray:
        """Pipe-separated error names per record, empty when there is none."""
        masks, place = np.unique(self.flags, return_inverse=True)
        texts = [
            "|".join(name for bit, name in enumerate(ERRORS) if mask >> bit & 1) for mask in masks
        ]
        return pc.take(pa.array(texts, type=pa.string()), pa.array(place))

    def niks(self, factor: float = 1.0) -> pa.StringArray:
        """NIK as delivered: missing, mistyped, another's, or right; null when missing."""
        people = self.world.people
        nik = people.nik[self.row]
        lost = self.mark("nik_kosong", self.hit("nik_kosong", factor=factor))
        # rates are shares of all records, so the draws among those left are raised
        left = 1 - factor * self.rate["nik_kosong"]
        other = ~lost & self.hit("nik_orang_lain", factor=1 / left)
        self.mark("nik_orang_lain", other)
        left -= self.rate.get("nik_orang_lain", 0.0)
        typed = ~lost & ~other & self.hit("nik_salah_ketik", factor=1 / left)
        self.mark("nik_salah_ketik", typed)
        self.mark("nik_bersama", ~lost & ~other & people.nik_bersama[self.row])
        near = 1 + self.dice.integer(f"{self.provider}.orang_lain", self.key, 0, 8)
        lent = people.nik[np.maximum(self.row - near, 0)]
        other_nik = np.where(lent == nik, people.nik[np.maximum(self.row - near - 1, 0)], lent)
        text = digits(np.where(other, other_nik, nik), 16, lost)
        keys = self.key[typed]
        return patch(text, typed, mistype(self.dice, f"{self.provider}.nik", keys, nik[typed]))

    def has(self, error: str) -> Bools:
        """Records marked with an error so far."""
        return np.asarray(self.flags >> ERRORS.index(error) & 1 == 1, dtype=np.bool_)

    def names(self, extra: Bools | None = None, register: Spelling | None = None) -> pa.StringArray:
        """Names as delivered, upper case; the rows of ``extra`` are varied within the rate.

        A provider that checks itself against the register takes over its spelling (``register``)
        where the NIK is right.
        """
        people, here = self.world.people, self.row
        names = spell(people.nama[here])
        forced = np.zeros(len(here), dtype=np.bool_) if extra is None else extra
        part = float(forced.mean()) if len(here) else 0.0
        left = max(1 - part / self.rate["nama_beda"], 0.0) / (1 - part)
        varied = self.mark("nama_beda", forced | self.hit("nama_beda", factor=left))
        if register is not None:
            taken = np.isin(here, register.row) & ~varied
            for error in ("nik_kosong", "nik_salah_ketik", "nik_orang_lain"):
                taken &= ~self.has(error)
            self.mark("nama_register", taken)
            place = np.searchsorted(register.row, here[taken])
            names = patch(names, taken, register.name.take(pa.array(place)))
        father = self._heads_name(here[varied])
        new = vary(
            self.dice, f"{self.provider}.nama", self.key[varied], names.filter(pa.array(varied)),
            people.jenis_kelamin[here[varied]], father,
        )  # fmt: skip
        return patch(names, varied, new)

    def _heads_name(self, rows: Ints) -> pa.StringArray:
        """First and last word of the name of the male head of a person's family, or null."""
        people = self.world.people
        head = np.full(len(self.world.families.id), -1, dtype=np.int64)
        men = np.flatnonzero((people.hub == 1) & (people.jenis_kelamin == 1))
        head[people.fam[men]] = men
        found = head[people.fam[rows]]
        usable = (found >= 0) & (found != rows)
        names = spell(people.nama[np.maximum(found, 0)])
        return pc.if_else(pa.array(usable), names, pa.scalar(None, pa.string()))

    def birth_dates(self, latest: int, real_share: float) -> Days:
        """Birth dates as delivered; a share of defaulted ones is given as really born."""
        people, here = self.world.people, self.row
        real, held = people.lahir[here], people.lahir_terdaftar[here]
        wrong = self.mark("tanggal_beda", self.hit("tanggal_beda"))
        honest = self.dice.chance(f"{self.provider}.asli", self.key, real_share) & ~wrong
        self.mark("tanggal_baku", (held != real) & ~honest & ~wrong)
        self.mark("tanggal_asli", (held != real) & honest)
        lahir = np.where(honest, real, held)
        lahir[wrong] = wrong_date(
            self.dice, f"{self.provider}.tanggal", self.key[wrong], held[wrong], latest
        )
        return lahir

    def homes(self, stale: Bools) -> tuple[Ints, Ids]:
        """Desa row and address key per record; stale ones show the home before."""
        self.mark("wilayah_usang", stale)
        family = self.world.people.fam[self.row] if self.family is None else self.family
        return self.world.homes(family, stale)
