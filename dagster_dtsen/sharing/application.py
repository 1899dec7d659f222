"""A request for access as a file: its form, not yet held against rules and dictionary."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dagster_dtsen import declared

ENTITIES = ("individu", "keluarga", "peringkat", "relasi")
MOST_BYTES = 200_000
NATIONAL = "nasional"
_NAME = r"^[a-z][a-z0-9_-]{1,59}$"
# no control characters, and nothing a spreadsheet would take for a formula
_PRINTED = r"^[\w(][^\x00-\x1f\x7f-\x9f]{0,199}$"
_SHA256 = r"^[0-9a-f]{64}$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Officer(_Strict):
    """Somebody who answers for something, by office."""

    nama: str = Field(pattern=_PRINTED)
    jabatan: str = Field(pattern=_PRINTED)
    surel: str | None = Field(default=None, pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$")


class Body(_Strict):
    """A body that asks or uses; ``kode_wilayah`` is its own region (Kemendagri) if it is local."""

    lembaga: str = Field(pattern=_NAME)
    nama: str = Field(pattern=_PRINTED)
    jenis: str
    kode_wilayah: str | None = Field(default=None, pattern=r"^\d{2}(\d{2}(\d{2}(\d{4})?)?)?$")


class Applicant(Body):
    """Who asks: the head of a ministry, a governor, a bupati or walikota."""

    pejabat: Officer


class Operator(Officer):
    """Who holds the account, and the decree that says so; ``sejak`` when it changed hands."""

    sk: str = Field(pattern=_PRINTED)
    sejak: dt.date


class Recommendation(_Strict):
    """The task force's written recommendation: scope, variables, criteria of the programme."""

    nomor: str = Field(pattern=_PRINTED)
    tanggal: dt.date
    wilayah: list[str] = Field(min_length=1)
    variabel: dict[str, list[str]]
    kriteria: str | None = Field(default=None, pattern=_PRINTED)


class Scope(_Strict):
    """Where: all of the country, or codes of one system."""

    sistem: Literal["kemendagri", "bps"]
    kode: list[str] = Field(min_length=1)


class Paper(_Strict):
    """A paper or proof of ability, by number and date; ``sha256`` of the file handed in."""

    jenis: str = Field(pattern=_NAME)
    nomor: str = Field(pattern=_PRINTED)
    tanggal: dt.date
    berlaku_sampai: dt.date | None = None
    sha256: str = Field(pattern=_SHA256)


class Frequency(_Strict):
    """Once, or again every so often."""

    pola: Literal["sekali", "berkala"]
    irama: Literal["triwulan", "semester", "tahun"] | None = None

    @model_validator(mode="after")
    def _sound(self) -> Frequency:
        if (self.pola == "berkala") != (self.irama is not None):
            raise ValueError("irama: hanya dan selalu bila berkala / for periodic ones only")
        return self


class Term(_Strict):
    """From the first to the last day, both included."""

    dari: dt.date
    sampai: dt.date

    @model_validator(mode="after")
    def _sound(self) -> Term:
        if self.sampai < self.dari:
            raise ValueError("sampai sebelum dari / ends before it begins")
        return self


class Duties(_Strict):
    """When the first report on use and the first feedback are due; null: none is owed."""

    laporan: dt.date | None
    balikan: dt.date | None


class Forum(_Strict):
    """Forum Satu Data of a local government: its decree, or until when it may go without."""

    sk: str | None = Field(default=None, pattern=_PRINTED)
    perpanjangan_sampai: dt.date | None = None


class Application(_Strict):
    """A request for access. Regions are Kemendagri codes unless ``sistem`` says otherwise.

    ``kriteria`` names a criteria file of a programme that chooses the rows (docs/ranking.md);
    ``tingkat`` lists every level asked for.
    """

    izin: str = Field(pattern=_NAME)
    pemohon: Applicant
    pengguna: list[Body] = Field(min_length=1)
    narahubung: Officer
    registrator: Officer
    operator: list[Operator] = []
    kegiatan: str
    jalur: str
    peran: Literal["pengendali", "prosesor", "pengguna"]
    tujuan: str = Field(pattern=_PRINTED)
    dasar_hukum: list[str] = Field(min_length=1)
    program: str | None = Field(default=None, pattern=_NAME)
    kepentingan: str | None = None
    rekomendasi: Recommendation | None = None
    tingkat: list[int] = Field(min_length=1)
    wilayah: Scope | Literal["nasional"]
    variabel: dict[str, list[str]]
    kriteria: str | None = Field(default=None, pattern=_PRINTED)
    media: Literal["sepakat", "fasilitas"]
    frekuensi: Frequency
    masa: Term
    lisensi: str
    kewajiban: Duties
    forum_satu_data: Forum | None = None
    sertifikat: str | None = Field(default=None, pattern=_SHA256)
    dokumen: list[Paper] = []
    klausul: list[str] = []

    @property
    def level(self) -> int:
        """The level whose conditions apply: the highest asked for."""
        return max(self.tingkat)

    @property
    def codes(self) -> list[str]:
        """Codes of regions; none for the whole country."""
        return [] if isinstance(self.wilayah, str) else self.wilayah.kode

    @model_validator(mode="after")
    def _sound(self) -> Application:
        if len(set(self.tingkat)) < len(self.tingkat):
            raise ValueError("tingkat: disebut dua kali / named twice")
        for entity, names in self.variabel.items():
            if entity not in ENTITIES or not names or len(set(names)) < len(names):
                raise ValueError("variabel: entitas atau daftar tidak sah / entity or list invalid")
        return self


def read(path: Path) -> Application:
    """The request in one file. Raises DtsenError E-IZIN."""
    return declared.read(path, Application, "E-IZIN", MOST_BYTES)
