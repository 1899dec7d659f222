"""The manifest of published tables, as far as the page tells of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError

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


class Entry(BaseModel):
    """One table: rows and the SHA-256 of its file; level and class where they are its own."""

    baris: int
    sha256: str
    tingkat: int | None = None
    kelas_data: str | None = None


class Manifest(BaseModel):
    """What published tables say of themselves; other keys are left alone and told to nobody."""

    rilis: str
    nomor: int
    kebijakan: Policy
    dasar_pembulatan: dict[str, int] = Field(
        default_factory=dict, validation_alias=AliasChoices("dasar_pembulatan", "dasar")
    )
    ambang: dict[str, Any] = Field(default_factory=dict)
    serangan: dict[str, Any] = Field(default_factory=dict)
    tabel: dict[str, Entry]
    kelas_data: str | dict[str, str] = ""
    tingkat: int | dict[str, int] = 0
    sebelumnya: Any = None
    umur_data: str | None = None

    def level(self, table: str) -> int | None:
        """Access level of a table: its own, that of its name, or that of all."""
        own = self.tabel[table].tingkat
        if own is not None:
            return own
        return self.tingkat.get(table) if isinstance(self.tingkat, dict) else self.tingkat

    def data_class(self, table: str) -> str | None:
        """Data class of a table, found like its level."""
        own = self.tabel[table].kelas_data
        if own is not None:
            return own
        return self.kelas_data.get(table) if isinstance(self.kelas_data, dict) else self.kelas_data


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
