from __future__ import annotations

from pathlib import Path

import pytest

from tests.envelope import packages, pki


@pytest.fixture(scope="session")
def world() -> pki.World:
    """Root, intermediate, agency, recipients."""
    return pki.world()


@pytest.fixture
def clear(tmp_path: Path) -> Path:
    """A folder of clear files."""
    return packages.lay(tmp_path / "terang")


@pytest.fixture
def package(tmp_path: Path, world: pki.World) -> Path:
    """A package for the recipient with the RSA key."""
    return packages.package(tmp_path / "satu", world, world.rsa)
