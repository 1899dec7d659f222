"""A home whose release has published counts, and a grant of them that names no certificate."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cryptography.fernet import Fernet

from dagster_dtsen import package_sources, packages, tables
from dagster_dtsen.envelope import age
from dagster_dtsen.parcels.ledger import Package
from tests.disclosure import made_up
from tests.packages import small_register
from tests.packages.small_register import World, grant
from tests.sharing.grant_requests import example

AREA = "1101"
_COUNTS = (
    "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori, satuan, jumlah, "
    "keluarga, total, terbesar_1, terbesar_2"
)
_TYPES = {
    **dict.fromkeys(("jumlah", "keluarga"), "bigint"),
    **dict.fromkeys(("total", "terbesar_1", "terbesar_2"), "decimal(20, 2)"),
}
_VARIABLES = [
    "segmen_jkn",
    "jaminan_kesehatan_pbi_jkn",
    "jaminan_kesehatan_jkn_mandiri",
    "jaminan_kesehatan_jkn_pemberi_kerja",
    "jenis_kelamin",
]
# made-up measure -> an indicator of the same kind
_REAL = {"sakit": "jkn", "sekolah": "rata_lama_sekolah", "pekerja": "pekerja_industri"}


def publish(place: World, name: str, patch: pytest.MonkeyPatch) -> None:
    """Seal a release with made-up counts, and publish them."""
    patch.setitem(small_register.COLUMNS, "agg_sel", _COUNTS)
    for column, kind in _TYPES.items():
        patch.setitem(small_register.TYPES, column, kind)
    people = small_register.many(4)
    small_register.publish_release(place.settings, name, people, agg_sel=_rows())
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


def _rows() -> list[list[Any]]:
    with duckdb.connect() as con:
        made_up.lay(con, 2000, 1, kec=2, desa=3, prov=3)
        for measure, indicator in _REAL.items():
            con.execute("update agg_sel set ukuran = ? where ukuran = ?", [indicator, measure])
        con.execute("delete from agg_sel where tingkat_wilayah = 'kelompok_provinsi'")
        con.execute(
            "insert into agg_sel by name select * replace ('kelompok_provinsi' as "
            "tingkat_wilayah, 'SUMATERA' as kode_wilayah) from agg_sel "
            "where tingkat_wilayah = 'nasional'"
        )
        return [list(row) for row in con.execute(f"select {_COUNTS} from agg_sel").fetchall()]


def granted(place: World, **changes: Any) -> str:
    """The grant of a bupati, of level 2 and without a certificate unless ``changes`` name one."""
    body = example("kabupaten_bogor")["pemohon"] | {"kode_wilayah": AREA}
    own: dict[str, Any] = {
        "sertifikat": None,
        "pemohon": body,
        "wilayah": {"sistem": "kemendagri", "kode": [AREA]},
        "variabel": {"individu": _VARIABLES},
    }
    return grant(place, "kabupaten_bogor", "kementerian", **(own | changes))


def build(
    place: World, izin: str, to: Path | None, certificate: Path | None = None, **how: Any
) -> Package:
    wanted = package_sources.Wanted(izin, certificate, passphrase_to=to, **how)
    return packages.build(place.settings, wanted, place.moment)
