"""What only people know of a paper: its numbers, day and place, and who signs for the agency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dagster_dtsen import declared
from dagster_dtsen.handover import words

MOST_BYTES = 20_000
AGENCY = "Badan Pusat Statistik"
_PRINTED = r"^[^\x00-\x1f\x7f-\x9f]{1,200}$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Official(_Strict):
    """Who signs for the agency."""

    nama: str = Field(pattern=_PRINTED)
    jabatan: str = Field(pattern=_PRINTED)
    nip: str | None = Field(default=None, pattern=r"^\d{18}$")
    alamat: str | None = Field(default=None, pattern=_PRINTED)


class Paper(_Strict):
    """A ``naskah.yml``. What is left out is printed as a dotted blank, to be filled by hand.

    ``pembentukan``: the regulation that the recipient was founded by.
    """

    nomor: str | None = Field(default=None, pattern=_PRINTED)
    nomor_pihak_kedua: str | None = Field(default=None, pattern=_PRINTED)
    tanggal: dt.date | None = None
    tempat: str | None = Field(default=None, pattern=_PRINTED)
    pihak_pertama: Official | None = None
    alamat_pihak_kedua: str | None = Field(default=None, pattern=_PRINTED)
    pembentukan: str | None = Field(default=None, pattern=_PRINTED)


BLANK = Paper()


@dataclass(frozen=True)
class Party:
    """The recipient as its grant names it: body, kind of body, and who speaks for it."""

    lembaga: str
    jenis: str
    nama: str
    jabatan: str


def read(path: Path) -> Paper:
    """The paper in a file. Raises DtsenError E-SERAH."""
    return declared.read(path, Paper, "E-SERAH", MOST_BYTES)


def head(paper: Paper, second: Party) -> dict[str, Any]:
    """What all papers begin and end with, for a template; None is a blank."""
    first = paper.pihak_pertama
    return {
        "nomor": [
            {"milik": "BPS", "nomor": paper.nomor},
            {"milik": second.lembaga, "nomor": paper.nomor_pihak_kedua},
        ],
        "hari": words.day(paper.tanggal) if paper.tanggal else None,
        "tempat": paper.tempat,
        "pembentukan": paper.pembentukan,
        "pihak": [
            {
                "sebutan": "PIHAK PERTAMA",
                "lembaga": AGENCY,
                "jenis": "lembaga pemerintah di bidang statistik",
                "nama": first and first.nama,
                "jabatan": first and first.jabatan,
                "nip": first and first.nip,
                "alamat": first and first.alamat,
            },
            {
                "sebutan": "PIHAK KEDUA",
                "lembaga": second.lembaga,
                "jenis": second.jenis,
                "nama": second.nama,
                "jabatan": second.jabatan,
                "nip": None,
                "alamat": paper.alamat_pihak_kedua,
            },
        ],
    }
