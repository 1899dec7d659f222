"""Where the tile of a province lies; the file is ``ubin.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("ubin.yml")


class Tile(BaseModel):
    """One province: Kemendagri code, short name, and its place from the north-west."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kode: str = Field(pattern=r"^\d{2}$")
    singkatan: str = Field(pattern=r"^[A-Z]{2}$")
    kolom: int = Field(ge=0)
    baris: int = Field(ge=0)


class Layout(BaseModel):
    """All tiles."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ubin: list[Tile]


@cache
def tiles() -> tuple[Tile, ...]:
    """The tiles of all provinces, by code."""
    found = Layout.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return tuple(sorted(found.ubin, key=lambda tile: tile.kode))
