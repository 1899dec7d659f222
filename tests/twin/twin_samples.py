"""A written twin as the tests see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

RELEASES = ["2026T1", "2026T2", "2026T3"]


@dataclass(frozen=True)
class Twin:
    """A written twin: its folder, what generate returned, and SQL over its files."""

    path: Path
    counts: dict[str, Any]

    @property
    def landing(self) -> Path:
        return self.path / "landing"

    def sql(self, query: str) -> list[Any]:
        """Rows of a query; {t} is the truth folder, {l} the landing folder."""
        text = query.replace("{t}", str(self.path / "truth")).replace("{l}", str(self.landing))
        return duckdb.connect().execute(text).fetchall()

    def one(self, query: str) -> Any:
        """The first value of the first row."""
        return self.sql(query)[0][0]


Maker = Callable[..., Twin]
