"""The manifest of published tables, as far as the page tells of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from dagster_dtsen.errors import DtsenError

NAME = "manifes.json"
WHAT = "papan data / the dashboard"


def refuse(reason: str) -> DtsenError:
    """E-UNGKAP about the page."""
    return DtsenError("E-UNGKAP", apa=WHAT, reason=reason)


class Policy(BaseModel):
    """Which rules of disclosure control the tables were made by."""

    versi: str | int
    sha256: str


class Layer(BaseModel):
    """Rules of some tiers: below which count a cell is small, and of what counts are multiples."""

    wilayah: list[str]
    tingkat: int
    sel_kecil: dict[str, int]
    dasar: dict[str, int]


class Entry(BaseModel):
    """One table: rows, SHA-256 of its file, access level and data class."""

    baris: int
    sha256: str
    tingkat: int
    kelas_data: str


class Manifest(BaseModel):
    """What published tables say of themselves; other keys are left alone and told to nobody."""

    rilis: str = Field(pattern=r"^[\w.]{1,40}$")
    nomor: int
    tanggal_rilis: dt.date
    kebijakan: Policy
    lapis: list[Layer]
    serangan: dict[str, Any]
    tabel: dict[str, Entry]
    sebelumnya: str | None = None
    umur_hari: int | None = Field(default=None, ge=0)


def read(folder: Path) -> Manifest:
    """The manifest in ``folder``. Raises DtsenError E-UNGKAP."""
    try:
        return Manifest.model_validate(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except OSError as error:
        raise refuse(f"{NAME}: tidak terbaca / cannot be read ({type(error).__name__})") from None
    except ValidationError as error:
        keys = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
        raise refuse(f"{NAME}: keliru / wrong: {', '.join(keys) or '–'}") from None
    except ValueError:
        raise refuse(f"{NAME}: bukan JSON / not JSON") from None
