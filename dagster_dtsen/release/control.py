"""Open a release: check the base chain and write the control tables every model joins."""

from __future__ import annotations

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


def open_release(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId
) -> store.StoredRelease | None:
    """Write ``kendali.*`` for ``release``; returns its base.

    Raises DtsenError E-RILIS-SUDAH for a release that is not to be built (anew), E-RILIS-DITARIK,
    E-RANTAI-PUTUS for a gap, E-SEGEL-RUSAK when files of the base are missing or of another size.
    """
    version = versions.to_build(settings, release)
    if version is None:
        raise DtsenError("E-RILIS-SUDAH", release=release)
    base = store.base_of(settings, release)
    if base:
        complete(base)
    con.execute(DDL)
    con.execute(
        "insert into kendali.rilis values (?, ?, ?, ?, ?, ?)",
        [
            str(release),
            version,
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
