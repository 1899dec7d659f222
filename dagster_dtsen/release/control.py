"""Open a release: check the base chain and write the control tables every model joins."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store, versions
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.intact import complete
from dagster_dtsen.settings import Settings

DDL = """
create schema if not exists kendali;
create or replace table kendali.rilis (
    id_rilis varchar, versi integer, id_dasar varchar, tanggal_rilis date,
    tanggal_rilis_dasar date, satuan_desil varchar
);
create or replace table kendali.kiriman_dasar (_delivery varchar);
create or replace table kendali.gerbang (
    gerbang varchar, lulus boolean, jumlah_pemeriksaan integer, gagal varchar
);
"""


@dataclass(frozen=True)
class Due:
    """What is to be built of a release now."""

    release: ReleaseId
    version: int
    base: store.StoredRelease | None

    @property
    def name(self) -> str:
        """With its base: ``2026T2.v1 ← 2026T1.v1``."""
        return _name(str(self.release), self.version, self.base.name if self.base else None)


def due(settings: Settings, release: ReleaseId) -> Due:
    """The version of ``release`` to be built, and on which base.

    Raises DtsenError E-RILIS-SUDAH for a release that is not to be built (anew), E-RILIS-DITARIK,
    E-RANTAI-PUTUS for a gap.
    """
    version = versions.to_build(settings, release)
    if version is None:
        raise DtsenError("E-RILIS-SUDAH", release=release)
    return Due(release, version, store.base_of(settings, release))


def check_held(con: duckdb.DuckDBPyConnection, wanted: Due) -> None:
    """Whether the working file was opened for just that; raises DtsenError E-GUDANG-LAIN."""
    held = None
    with suppress(duckdb.CatalogException):  # a working file in which no release was opened
        row = con.execute("select id_rilis, versi, id_dasar from kendali.rilis").fetchone()
        held = _name(*row) if row else None
    if held != wanted.name:
        raise DtsenError("E-GUDANG-LAIN", held=held or "–", release=wanted.name)


def _name(release: str, version: int, base: str | None) -> str:
    return f"{release}.v{version} ← {base or '–'}"


def open_release(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId
) -> store.StoredRelease | None:
    """Write ``kendali.*`` for ``release``; returns its base.

    Raises DtsenError as :func:`due`, and E-SEGEL-RUSAK when files of the base are missing or of
    another size.
    """
    wanted = due(settings, release)
    base = wanted.base
    if base:
        complete(base)
    con.execute(DDL)
    con.execute(
        "insert into kendali.rilis values (?, ?, ?, ?, ?, ?)",
        [
            str(release),
            wanted.version,
            base.name if base else None,
            release.cut_off,
            base.release.cut_off if base else None,
            settings.satuan_desil,
        ],
    )
    deliveries = base.manifest["kiriman"] if base else []
    if deliveries:
        con.executemany(
            "insert into kendali.kiriman_dasar values (?)", [[item] for item in deliveries]
        )
    return base
