from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.release import signature
from dagster_dtsen.settings import Settings
from tests.audit.chains import settings_of


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home without any outside place."""
    return settings_of(tmp_path)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pairs of signing keys, ``satu`` and ``dua``."""
    folder = tmp_path_factory.mktemp("kunci_jejak")
    for name in ("satu", "dua"):
        signature.make_pair(folder / name, None)
    return folder


@pytest.fixture
def anchored(tmp_path: Path, keys: Path) -> Settings:
    """A home whose heads are signed and lie outside, one for every ten events."""
    (tmp_path / "luar").mkdir()
    own = {"audit_anchor": tmp_path / "luar", "audit_every": 10}
    own["sign_key"] = keys / "satu" / signature.PRIVATE
    return settings_of(tmp_path).model_copy(update=own)
