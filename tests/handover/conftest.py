"""Homes, and the shared certificates."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "rumah", db_key=None)
