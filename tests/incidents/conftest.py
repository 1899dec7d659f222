from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.settings import Settings
from tests.release.hand_made import settings_of


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "home")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "surat.pdf"
    file.write_bytes(b"surat uji")
    return file
