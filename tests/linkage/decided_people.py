"""A few people, and a release of them with decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
from decision_rows import DAY, given
from linkage_rows import SINGLE, Row, filler, record

from dagster_dtsen.linkage import state
from dagster_dtsen.linkage.run import link
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.decisions import Decision

BUKTI = "b" * 64


def people() -> list[Row]:
    """Two valid persons (1, 2) with a second record each (5, 6); 3, 4, 7 without a NIK; 8 and 9
    are of a supporting source: 8 is like 5, 9 like 6."""
    agus: dict[str, Any] = {"nik": "1101010201800001"}
    budi: dict[str, Any] = {"nik": "1101010403850002", "no_kk": "1101010101010009"}
    bare: dict[str, Any] = {"peran": "pendukung", "no_kk": None}
    return [
        record(1, "dukcapil", "AGUS SALIM", "1980-01-02", **agus),
        record(2, "dukcapil", "BUDI SANTOSO", "1985-03-04", **budi),
        record(3, "regsosek", "CITRA DEWI", "1990-05-06", no_kk="1101010101010003"),
        record(4, "dtks", "DARMA WANGSA", "1991-07-08", no_kk="1101010101010004"),
        record(5, "dtks", "AGUS SALIM", "1980-01-02", **agus),
        record(6, "dtks", "BUDI SANTOSO", "1985-03-04", **budi),
        record(7, "p3ke", "EKA PUTRA", "1970-09-10", no_kk="1101010101010007"),
        record(8, "bpjs_kesehatan", "AGUS SALIM", "1980-01-02", **bare | agus),
        record(9, "bpjs_kesehatan", "BUDI SANTOSO", "1985-03-04", **bare | budi),
        *filler(150),
    ]


def released(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    decisions: list[Decision],
    release: str = "2026T1",
    day: dt.date = DAY,
    base: state.Base | None = None,
) -> dict[str, Any]:
    return link(con, settings, release, base, SINGLE, given(con, decisions, day))


def persons(con: duckdb.DuckDBPyConnection) -> dict[int, str | None]:
    """Record number → person, main and supporting records."""
    rows = con.execute(
        "select rekaman_id, id_individu from wh.linkage.peta_individu where aktif "
        "union all select rekaman_id, id_individu from wh.linkage.peta_pendukung"
    ).fetchall()
    return {number: identity for number, identity in rows if number < 100}
