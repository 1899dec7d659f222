"""Sealing stops where a table, what the engine says it wrote, and what is read back differ."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import seal
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.release.test_seal import ROWS, sealed


def test_rows_lost_between_writing_and_reading_stop_the_seal(
    any_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = next(table for table in TABLES if table.by_province)
    whole = seal._write

    def losing(*arguments: Any) -> int:
        rows = whole(*arguments)
        target: Path = arguments[-1]
        if target.name == cut.name:
            next(target.rglob("*.parquet")).unlink()
        return rows

    monkeypatch.setattr(seal, "_write", losing)
    with warehouse.connect(any_settings) as con, pytest.raises(DtsenError) as caught:
        sealed(con, any_settings)
    assert caught.value.kind.code == "E-SEGEL-RUSAK"
    assert f"{cut.layer}.{cut.name} ({ROWS} → {ROWS} → " in caught.value.message


def test_rows_that_were_not_written_stop_the_seal(
    any_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read back equals what was written, and yet half of the table is missing."""
    whole = seal._write

    def half(con: Any, settings: Settings, table: Any, target: Path) -> int:
        if table.name == "peta_individu":
            part = f"(select * from {table.relation} limit {ROWS // 2})"
            table = dataclasses.replace(table, relation=part)
        return whole(con, settings, table, target)

    monkeypatch.setattr(seal, "_write", half)
    with warehouse.connect(any_settings) as con, pytest.raises(DtsenError) as caught:
        sealed(con, any_settings)
    assert caught.value.kind.code == "E-SEGEL-RUSAK"
    assert f"snapshot.peta_individu ({ROWS} → {ROWS // 2} → " in caught.value.message
