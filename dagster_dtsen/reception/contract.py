"""What a provider has promised to deliver: the declarative contract, parsed and checked."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["penuh", "perubahan", "sekali", "balikan", "latih", "padankan"]
SourceType = Literal["administrasi", "sensus_survei", "pemutakhiran", "lainnya"]
Format = Literal["csv", "csv.gz", "jsonl", "parquet", "xlsx"]
Subject = Literal[
    "individu", "keluarga", "pelanggan", "wilayah", "rumah_tangga", "penyaluran", "tanggapan"
]
RegionSystem = Literal["kemendagri", "bps"]
Cadence = Literal["bulanan", "triwulanan", "tahunan", "sekali", "bila_ada"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Dialect(_Part):
    """How a delimited text file is written, or which sheet of a workbook is meant.

    ``utf-8`` and ``utf-8-sig`` are read with and without byte order mark, ``utf-16`` must have one.
    Without ``lembar`` a workbook must hold one sheet with content.
    """

    pemisah: str = ","
    kutip: str = '"'
    enkode: Literal["utf-8", "utf-8-sig", "cp1252", "utf-16"] = "utf-8"
    lembar: str | None = None


class Agreement(_Part):
    """The agreement a delivery refers to (Pasal 11 ayat 2): number, channel and validity.

    ``pihak`` names the agency where one contract serves several.
    """

    nomor: str = Field(min_length=1)
    pihak: str | None = None
    saluran: Literal["sftp", "api", "portal", "media_fisik"]
    berlaku_dari: dt.date
    berlaku_sampai: dt.date

    @model_validator(mode="after")
    def _dates_in_order(self) -> Agreement:
        if self.berlaku_dari > self.berlaku_sampai:
            raise ValueError("berlaku_dari, berlaku_sampai")
        return self


class Schedule(_Part):
    """How often a delivery is due, and within how many days after its period has begun.

    The period is the month, quarter or year its reference date lies in.
    """

    irama: Cadence
    tenggat_hari: int = Field(default=45, ge=0, le=800)


class DatasetContract(_Part):
    """One dataset of a provider: format, columns in the provider's own names, and its key.

    ``merekam`` says what one record is about; persons alone are linked. ``kunci`` is the
    provider's own stable key, else the declared business key, of one record. ``kolom`` are all
    columns (keys of a JSON object) the file must have, in any order; none more, none fewer.
    ``tanpa_ganda``: holds a person at most once, so that no two of its records are one person.
    ``wajib`` are columns every record must fill beside the key.
    ``pemetaan`` leads a column to the DTSEN variable it says; columns named after items of the
    questionnaire (``r301a``) lead to it by themselves when ``butir`` is true. ``daftar_kode``
    names the code list of a column, ``tanggal`` the format of a date (strptime).
    ``keterangan`` explains columns that say no DTSEN variable, so that every column has metadata.
    ``menyebut``: columns with the name of a person whom another dataset of the provider records,
    each with the column, there and here, that says of which family.
    ``wilayah`` gives the code system of region columns that lead to no DTSEN variable, or whose
    system is not the provider's.
    """

    nama: str
    merekam: Subject
    format: Format
    dialek: Dialect = Field(default_factory=Dialect)
    kunci: list[str] = Field(min_length=1)
    tanpa_ganda: bool = False
    kolom: list[str] = Field(min_length=1)
    wajib: list[str] = Field(default_factory=list)
    butir: bool = False
    pemetaan: dict[str, str] = Field(default_factory=dict)
    daftar_kode: dict[str, str] = Field(default_factory=dict)
    tanggal: dict[str, str] = Field(default_factory=dict)
    keterangan: dict[str, str] = Field(default_factory=dict)
    menyebut: dict[str, str] = Field(default_factory=dict)
    wilayah: dict[str, RegionSystem] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_are_columns(self) -> DatasetContract:
        if len(set(self.kolom)) != len(self.kolom):
            raise ValueError("kolom ganda / doubled column")
        for part in ("kunci", "wajib", "pemetaan", "daftar_kode", "tanggal", "keterangan"):
            unknown = sorted(set(getattr(self, part)) - set(self.kolom))
            if unknown:
                raise ValueError(f"{part}: {unknown}")
        told = {*self.menyebut, *self.menyebut.values()}
        for part, names in (("wilayah", set(self.wilayah)), ("menyebut", told)):
            if names - set(self.kolom):
                raise ValueError(f"{part}: {sorted(names - set(self.kolom))}")
        return self

    @model_validator(mode="after")
    def _json_is_utf_8(self) -> DatasetContract:
        if self.format == "jsonl" and not self.dialek.enkode.startswith("utf-8"):
            raise ValueError("dialek.enkode: jsonl = utf-8 (RFC 8259)")
        return self

    @property
    def region_columns(self) -> set[str]:
        """Columns that hold a region code."""
        mapped = {column for column, to in self.pemetaan.items() if to.endswith("_kemendagri")}
        return mapped | set(self.wilayah)

    def item(self, column: str) -> str | None:
        """Item of the questionnaire a column is named after, e.g. ``r301a`` -> ``301a``."""
        return column.removeprefix("r") if self.butir and column[:2] in _ITEM else None


# blocks I to V of REGSOSEK22-K
_ITEM = {f"r{block}" for block in range(1, 6)}


class ProviderContract(_Part):
    """The contract of one provider (Peraturan BPS 6/2025 Pasal 5, 6, 10, 11).

    ``peran``: an ``utama`` source makes persons and families, a ``pendukung`` source (Pasal 6) only
    enriches them, ``latih``, ``rujukan``, ``balikan`` and ``pemohon`` do neither. Under a contract
    of kind ``padankan`` lists are sent that are matched and enter no release.
    ``sistem_wilayah`` is the code system of its region columns, unless a dataset says otherwise.
    ``memperbarui`` are the blocks of variables it may update, ``<entitas>.<blok>`` as in the seed
    ``aturan_pembaruan``.
    """

    penyedia: str
    lembaga: str
    perjanjian: list[Agreement] = Field(min_length=1)
    jadwal: Schedule
    jenis: Kind
    sumber: SourceType
    peran: Literal["utama", "pendukung", "latih", "rujukan", "balikan", "pemohon"]
    sistem_wilayah: RegionSystem
    memperbarui: list[str] = Field(default_factory=list)
    dataset: list[DatasetContract] = Field(min_length=1)

    @model_validator(mode="after")
    def _lists_update_nothing(self) -> ProviderContract:
        named = all(agreement.pihak for agreement in self.perjanjian)
        if self.listed and (self.memperbarui or self.peran != "pemohon" or not named):
            raise ValueError("padankan: memperbarui, peran, perjanjian.pihak")
        return self

    @property
    def listed(self) -> bool:
        """Whether deliveries are lists to be matched, which no release holds."""
        return self.jenis == "padankan"

    def find(self, name: str) -> DatasetContract | None:
        """The dataset called ``name``, or None."""
        return next((item for item in self.dataset if item.nama == name), None)

    def agreement(self, number: str) -> Agreement | None:
        """The agreement with this number, or None."""
        return next((item for item in self.perjanjian if item.nomor == number), None)

    def region_system(self, dataset: DatasetContract, column: str) -> RegionSystem:
        """Code system of a region column of ``dataset``."""
        return dataset.wilayah.get(column, self.sistem_wilayah)

    def raw_table(self, dataset: str) -> str:
        """Name of the raw table of ``dataset`` (schema ``raw``)."""
        return f"{self.penyedia}__{dataset}"
