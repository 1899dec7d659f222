"""The return packages of one release, as a provider reads them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


@dataclass
class Returned:
    """The packages of one release."""

    root: Path
    counts: dict[str, int]
    balance: dict[str, dict[str, int]]

    def folder(self, provider: str) -> Path:
        """Package of the last delivery."""
        return max(
            (self.root / provider).iterdir(),
            key=lambda folder: json.loads((folder / "ringkasan.json").read_text())["tanggal_kirim"],
        )

    def lines(self, provider: str) -> list[dict[str, str]]:
        path = self.folder(provider) / "pengembalian.csv"
        with path.open(newline="", encoding="utf-8-sig") as handle:
            return list(csv.DictReader(handle, delimiter=";"))

    def records(self, provider: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = pq.read_table(
            self.folder(provider) / "pengembalian.parquet"
        ).to_pylist()
        return found

    def summary(self, provider: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder(provider) / "ringkasan.json").read_text())
        return content
