"""The criteria file of a programme as objects: its shape, not yet held against the dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dagster_dtsen import declared

ROOM = Path(__file__).resolve().parent
TESTS = ("salah_satu", "kecuali", "antara", "umur")
PARTS = ("keluarga", "orang", "anggota", "atau", "dan")
FAMILY, PERSON = "keluarga", "individu"
# no control characters, and nothing a spreadsheet would take for a formula
_PRINTED = r"^\w[^\x00-\x1f\x7f-\x9f]{0,79}$"


@lru_cache(maxsize=1)
def settled() -> dict[str, Any]:
    """What targeting.yml declares for all files."""
    text = (ROOM / "targeting.yml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Condition(_Strict):
    """One test of one variable: exactly one of ``TESTS`` is given.

    ``antara`` is a range with both ends (``10..54``, ``60..``, dates alike), ``umur`` one of
    completed years at the date of the release.
    """

    variabel: str
    salah_satu: list[str] | None = Field(default=None, min_length=1)
    kecuali: list[str] | None = Field(default=None, min_length=1)
    antara: str | None = None
    umur: str | None = None

    @property
    def test(self) -> str:
        return next(name for name in TESTS if getattr(self, name) is not None)

    @property
    def text(self) -> str:
        """The condition in one line."""
        value = getattr(self, self.test)
        return (
            f"{self.variabel} {self.test} {value if isinstance(value, str) else ', '.join(value)}"
        )

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        if sum(getattr(self, name) is not None for name in TESTS) != 1:
            raise ValueError(f"tepat satu dari / exactly one of {', '.join(TESTS)}")
        return self


class Rule(_Strict):
    """A condition with whom it is about; exactly one part is given.

    ``keluarga``: the family; ``orang``: the person chosen; ``anggota``: there is a member who meets
    all of them; ``atau``, ``dan``: any, all of the rules within.
    """

    keluarga: Condition | None = None
    orang: Condition | None = None
    anggota: list[Condition] | None = Field(default=None, min_length=1)
    atau: list[Rule] | None = Field(default=None, min_length=1)
    dan: list[Rule] | None = Field(default=None, min_length=1)

    @property
    def text(self) -> str:
        """The rule in one line."""
        if self.keluarga is not None or self.orang is not None:
            part, inner = ("orang", self.orang) if self.orang else ("keluarga", self.keluarga)
            return f"{part}: {inner.text if inner else ''}"
        if self.anggota is not None:
            return f"anggota: {'; '.join(each.text for each in self.anggota)}"
        part, rules = ("atau", self.atau) if self.atau is not None else ("dan", self.dan)
        return f"{part} ({' | '.join(each.text for each in rules or ())})"

    @model_validator(mode="after")
    def _one_part(self) -> Rule:
        if sum(getattr(self, name) is not None for name in PARTS) != 1:
            raise ValueError(f"tepat satu dari / exactly one of {', '.join(PARTS)}")
        return self


class Place(_Strict):
    """Where the programme works: codes of one system; ``padanan`` is a crosswalk for BPS codes."""

    sistem: str
    kode: list[str] = Field(min_length=1)
    padanan: str | None = None


class Benefit(_Strict):
    """What one family or person gets in rupiah, and how often."""

    jumlah: int = Field(gt=0, le=10**12)
    periode: Literal["bulan", "triwulan", "tahun", "sekali"]


class Name(_Strict):
    """What the programme is called."""

    id: str = Field(pattern=_PRINTED)
    en: str = Field(pattern=_PRINTED)


class Criteria(_Strict):
    """Whom a programme is for. ``desil`` are national deciles, none: all, unranked ones too."""

    program: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    nama: Name
    satuan: Literal["keluarga", "individu"]
    desil: list[int] | None = None
    wilayah: Place | None = None
    syarat: list[Rule] = []
    manfaat: Benefit | None = None
    kuota: int | None = Field(default=None, gt=0)
    penerima_kini: list[Rule] = []

    @model_validator(mode="after")
    def _sound(self) -> Criteria:
        if self.desil is not None and (
            not self.desil
            or len(set(self.desil)) < len(self.desil)
            or not set(self.desil) <= set(range(1, 11))
        ):
            raise ValueError("desil: bilangan berbeda 1-10 / different numbers 1-10")
        for rule, depth in self.rules():
            if depth > settled()["maks_lapis"]:
                raise ValueError("syarat berlapis terlalu dalam / nested too deep")
            if rule.orang is not None and self.satuan == FAMILY:
                raise ValueError("orang: hanya untuk satuan individu / for persons as unit only")
        if sum(1 for _ in self.conditions()) > settled()["maks_syarat"]:
            raise ValueError("syarat terlalu banyak / too many conditions")
        return self

    def rules(self) -> Iterator[tuple[Rule, int]]:
        """Every rule with its depth, those of today's recipients too."""
        waiting = [(rule, 1) for rule in [*self.syarat, *self.penerima_kini]]
        while waiting:
            rule, depth = waiting.pop()
            yield rule, depth
            waiting += [(inner, depth + 1) for inner in [*(rule.atau or ()), *(rule.dan or ())]]

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Entity and condition of every test in the file."""
        for rule, _ in self.rules():
            if rule.keluarga is not None:
                yield FAMILY, rule.keluarga
            for condition in [*([rule.orang] if rule.orang else ()), *(rule.anggota or ())]:
                yield PERSON, condition


def read(path: Path) -> Criteria:
    """The criteria of one file, which must be a small plain one. Raises DtsenError E-KRITERIA."""
    return declared.read(path, Criteria, "E-KRITERIA", settled()["maks_byte"])
