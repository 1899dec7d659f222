"""A home whose release has published counts, and a grant of them that names no certificate."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from dagster_dtsen import package_sources, packages, tables
from dagster_dtsen.envelope import age
from dagster_dtsen.parcels.ledger import Package
from tests.packages.small_register import World, grant
from tests.sharing.grant_requests import example
from tests.tables import world

AREA = "1101"
FAMILIES = 2000
VARIABLES = [
    "segmen_jkn",
    "jaminan_kesehatan_pbi_jkn",
    "jaminan_kesehatan_jkn_mandiri",
    "jaminan_kesehatan_jkn_pemberi_kerja",
    "jenis_kelamin",
]


def publish(place: World, name: str) -> None:
    """Seal a release with made-up counts, and publish them."""
    world.publish(place.settings, name, FAMILIES)
    tables.build(place.settings, None)


class _Quick:
    """Seals as a passphrase does, without the work that makes guessing slow."""

    @staticmethod
    def _by(secret: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))

    def encrypt(self, clear: bytes, secret: str) -> bytes:
        return self._by(secret).encrypt(clear)

    def decrypt(self, sealed: bytes, secret: str) -> bytes:
        return self._by(secret).decrypt(sealed)


def quick(patch: pytest.MonkeyPatch) -> None:
    """Spare a test the seconds per part; that age itself is used is tested in tests/envelope."""
    patch.setattr(age.pyrage, "passphrase", _Quick())


def granted(place: World, **changes: Any) -> str:
    """The grant of a bupati, of level 2 and without a certificate unless ``changes`` name one."""
    body = example("kabupaten_bogor")["pemohon"] | {"kode_wilayah": AREA}
    own: dict[str, Any] = {
        "sertifikat": None,
        "pemohon": body,
        "wilayah": {"sistem": "kemendagri", "kode": [AREA]},
        "variabel": {"individu": VARIABLES},
    }
    return grant(place, "kabupaten_bogor", "kementerian", **(own | changes))


def build(
    place: World, izin: str, to: Path | None, certificate: Path | None = None, **how: Any
) -> Package:
    wanted = package_sources.Wanted(izin, certificate, passphrase_to=to, **how)
    return packages.build(place.settings, wanted, place.moment)
