from __future__ import annotations

from pathlib import Path

import pytest

from tests.envelope import packages, pki, without_certificate


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


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, world: pki.World) -> Path:
    """A package that a passphrase opens; it is changed by nobody."""
    return without_certificate.package(tmp_path_factory.mktemp("sandi"), world)
