"""Open a release: check the base chain and write the control tables every model joins."""

from __future__ import annotations

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
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


def base_of(settings: Settings, release: ReleaseId) -> store.StoredRelease | None:
    """The published base of ``release``; None for the first release of a home.

    Raises DtsenError E-RANTAI-PUTUS when the chain would have a gap.
    """
    chain = store.stored(settings)
    earlier = [item for item in chain if item.release < release]
    if not earlier:
        if chain:
            raise DtsenError("E-RANTAI-PUTUS", release=release, expected=release.base)
        return None
    if earlier[-1].release != release.base:
        raise DtsenError("E-RANTAI-PUTUS", release=release, expected=release.base)
    return earlier[-1]


def open_release(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId
) -> store.StoredRelease | None:
    """Write ``kendali.*`` for ``release``; returns its base.

    Raises DtsenError E-RILIS-SUDAH for a published release, E-RANTAI-PUTUS for a gap.
    """
    if store.find(settings, release):
        raise DtsenError("E-RILIS-SUDAH", release=release)
    base = base_of(settings, release)
    con.execute(DDL)
    con.execute(
        "insert into kendali.rilis values (?, 1, ?, ?, ?, ?)",
        [
            str(release),
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
