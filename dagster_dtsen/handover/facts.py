"""What a package must say of itself so that a hand-over record can be made from it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dagster_dtsen.errors import DtsenError

Entity = Literal["individu", "keluarga", "peringkat", "relasi"]
# rows of a difference that are of no entity: what became of ids
EVENTS: Literal["peristiwa"] = "peristiwa"
# tables of counts, whose rows are of no entity
COUNTS = frozenset({"sel", "indikator"})
Annex = Literal["B", "C", "D"]
_PRINTED = r"^[^\x00-\x1f\x7f-\x9f]{1,300}$"


class Facts(BaseModel):
    """``fakta`` of a manifest; it may hold more than this.

    ``baris``: rows by entity, of a difference id events too, of counts by table; ``variabel``:
    names of the dictionary by entity; ``wilayah``: all of the country or Kemendagri codes.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    kegiatan: str = Field(pattern=_PRINTED)
    lampiran: Annex
    peran: str = Field(pattern=_PRINTED)
    tujuan: str = Field(pattern=_PRINTED)
    wilayah: Literal["nasional"] | list[str]
    variabel: dict[Entity, list[str]] = Field(min_length=1)
    baris: dict[Entity | Literal["peristiwa", "sel", "indikator"], int]
    tanggal_rilis: str
    sidik_rilis: str = Field(pattern=_PRINTED)
    bentuk: Literal["parquet", "csv"]
    isi: Literal["penuh", "selisih"]
    program: str | None

    @property
    def released(self) -> dt.date:
        """The day of the release."""
        return dt.date.fromisoformat(self.tanggal_rilis)

    @model_validator(mode="after")
    def _sound(self) -> Facts:
        of_rows = set(self.baris) - ({EVENTS} if self.isi == "selisih" else set())
        if of_rows not in (set(self.variabel), COUNTS) or min(self.baris.values(), default=0) < 0:
            raise ValueError("baris")
        if not all(self.variabel.values()) or not self.wilayah:
            raise ValueError("variabel")
        try:
            right = self.released.isoformat() == self.tanggal_rilis
        except ValueError:
            right = False
        if not right:
            raise ValueError("tanggal_rilis")
        return self


def read(found: dict[str, Any], package: str) -> Facts:
    """The facts of a manifest. Raises DtsenError E-SERAH, which names keys and no values."""
    try:
        return Facts.model_validate(found)
    except ValidationError as error:
        keys = {
            ".".join(str(part) for part in item["loc"][:1]) or str(item["ctx"]["error"])
            for item in error.errors()
        }
    told = f"fakta kurang atau salah / facts missing or wrong: {', '.join(sorted(keys))}"
    raise refused(package, told) from None


def refused(what: str, reason: str) -> DtsenError:
    """The error of a paper that is not made."""
    return DtsenError("E-SERAH", file=what, reason=reason)
