"""What a provider has promised to deliver: the declarative contract, parsed and checked."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["penuh", "perubahan", "sekali", "balikan", "latih", "padankan"]
SourceType = Literal["administrasi", "sensus_survei", "pemutakhiran", "lainnya"]
Format = Literal["csv", "csv.gz", "jsonl", "parquet", "xlsx"]
Subject = Literal["individu", "keluarga", "pelanggan", "wilayah", "rumah_tangga"]
RegionSystem = Literal["kemendagri", "bps"]


class Dialect(BaseModel):
    """How a delimited text file is written, or which sheet of a workbook is meant.

    ``utf-8`` and ``utf-8-sig`` are read with and without byte order mark, ``utf-16`` must have one.
    Without ``lembar`` a workbook must hold one sheet with content.
    """

    model_config = ConfigDict(extra="forbid")

    pemisah: str = ","
    kutip: str = '"'
    enkode: Literal["utf-8", "utf-8-sig", "cp1252", "utf-16"] = "utf-8"
    lembar: str | None = None


class DatasetContract(BaseModel):
    """One dataset of a provider: format, columns in the provider's own names, and its key.

    ``merekam`` says what one record is about; persons alone are linked. ``kunci`` is the
    provider's own stable key, else the declared business key, of one record. ``kolom`` are all
    columns (keys of a JSON object) the file must have, in any order; none more, none fewer.
    ``wilayah`` names region columns whose code system is not the provider's.
    """

    model_config = ConfigDict(extra="forbid")

    nama: str
    merekam: Subject
    format: Format
    dialek: Dialect = Field(default_factory=Dialect)
    kunci: list[str] = Field(min_length=1)
    kolom: list[str] = Field(min_length=1)
    wilayah: dict[str, RegionSystem] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _key_is_declared(self) -> DatasetContract:
        unknown = [name for name in self.kunci if name not in self.kolom]
        if unknown or len(set(self.kolom)) != len(self.kolom):
            raise ValueError(f"kunci/kolom: {unknown or 'kolom ganda / doubled column'}")
        return self

    @model_validator(mode="after")
    def _json_is_utf_8(self) -> DatasetContract:
        if self.format == "jsonl" and not self.dialek.enkode.startswith("utf-8"):
            raise ValueError("dialek.enkode: jsonl = utf-8 (RFC 8259)")
        return self

    @model_validator(mode="after")
    def _region_columns_are_declared(self) -> DatasetContract:
        unknown = sorted(set(self.wilayah) - set(self.kolom))
        if unknown:
            raise ValueError(f"wilayah: {unknown}")
        return self


class ProviderContract(BaseModel):
    """The contract of one provider (Peraturan BPS 6/2025 Pasal 5, 6, 10).

    ``peran``: an ``utama`` source makes persons and families, a ``pendukung`` source (Pasal 6) only
    enriches them, ``latih`` and ``rujukan`` do neither.
    ``sistem_wilayah`` is the code system of its region columns, unless a dataset says otherwise.
    """

    model_config = ConfigDict(extra="forbid")

    penyedia: str
    lembaga: str
    jenis: Kind
    sumber: SourceType
    peran: Literal["utama", "pendukung", "latih", "rujukan"]
    sistem_wilayah: RegionSystem
    dataset: list[DatasetContract] = Field(min_length=1)

    def find(self, name: str) -> DatasetContract | None:
        """The dataset called ``name``, or None."""
        return next((item for item in self.dataset if item.nama == name), None)

    def region_system(self, dataset: DatasetContract, column: str) -> RegionSystem:
        """Code system of a region column of ``dataset``."""
        return dataset.wilayah.get(column, self.sistem_wilayah)

    def raw_table(self, dataset: str) -> str:
        """Name of the raw table of ``dataset`` (schema ``raw``)."""
        return f"{self.penyedia}__{dataset}"
