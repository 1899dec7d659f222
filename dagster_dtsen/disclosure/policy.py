"""The policy of published counts: `disclosure.yml` as objects, with its fingerprint."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dagster_dtsen import declared
from dagster_dtsen.files import sha256

FILE = Path(__file__).resolve().parent / "disclosure.yml"
Unit = Literal["keluarga", "individu"]
UNITS: tuple[Unit, ...] = ("keluarga", "individu")
# from the whole country down
TIERS = ("nasional", "kelompok_provinsi", "provinsi", "kabupaten_kota", "kecamatan", "desa")
_SIZE = 50_000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Numbers(_Strict):
    """A count of families and one of persons."""

    keluarga: int = Field(ge=1)
    individu: int = Field(ge=1)

    def of(self, unit: Unit) -> int:
        return self.keluarga if unit == "keluarga" else self.individu


class Layer(_Strict):
    """The rules of some tiers of regions, which are published at one access level."""

    wilayah: list[str] = Field(min_length=1)
    tingkat: Literal[1, 2]
    keluarga_terkecil: int = Field(ge=0)
    sel_kecil: Numbers
    dasar: Numbers

    @model_validator(mode="after")
    def _base_above_small(self) -> Layer:
        for unit in UNITS:
            # two draws of one count below the base leave one count less open than the base
            if self.dasar.of(unit) <= self.sel_kecil.of(unit):
                raise ValueError(f"dasar.{unit} <= sel_kecil.{unit}")
        return self


class Means(_Strict):
    """When a mean is told, and its steps by unit of value."""

    satuan_terkecil: int = Field(ge=2)
    terbesar_satu: float = Field(gt=0, lt=1)
    terbesar_dua: float = Field(gt=0, lt=1)
    langkah: dict[str, float]


class Policy(_Strict):
    """All rules. Sizes are counts, shares between 0 and 1, ``galat_persen_maks`` in points."""

    versi: int = Field(ge=1)
    lapis: list[Layer]
    galat_persen_maks: float = Field(gt=0, le=100)
    rata_rata: Means
    putaran: int = Field(ge=1, le=20)

    @model_validator(mode="after")
    def _every_tier_once(self) -> Policy:
        named = [name for layer in self.lapis for name in layer.wilayah]
        if sorted(named) != sorted(TIERS):
            raise ValueError(f"lapis.wilayah: {', '.join(TIERS)}")
        return self

    def layer(self, tier: str) -> Layer:
        return next(layer for layer in self.lapis if tier in layer.wilayah)

    def rows(self) -> str:
        """The rules as relation ``l`` of SQL, one row per tier and unit."""
        told = [
            f"('{tier}', '{unit}', {layer.tingkat}, {layer.sel_kecil.of(unit)}, "
            f"{layer.sel_kecil.keluarga}, {layer.dasar.of(unit)}, {layer.keluarga_terkecil})"
            for layer in self.lapis
            for tier in layer.wilayah
            for unit in UNITS
        ]
        names = (
            "tingkat_wilayah, satuan, tingkat, sel_kecil, keluarga_kecil, dasar, keluarga_terkecil"
        )
        return f"(values {', '.join(told)}) as l({names})"


def read(path: Path = FILE) -> Policy:
    """A policy file. Raises DtsenError E-UNGKAP."""
    return declared.read(path, Policy, "E-UNGKAP", _SIZE, "apa")


@lru_cache(maxsize=1)
def settled() -> Policy:
    """The policy that is in force."""
    return read()


def fingerprint(path: Path = FILE) -> str:
    """SHA-256 of the file."""
    return sha256(path)
