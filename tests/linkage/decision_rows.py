"""Decisions for the linkage tests, through the ledger as a release sees them."""

from __future__ import annotations

import datetime as dt

import duckdb

from dagster_dtsen.linkage.decided import LEDGER, Given
from dagster_dtsen.steward import in_force
from dagster_dtsen.steward.decisions import Decision

DAY = dt.date(2026, 3, 31)


def key(number: int) -> str:
    return f"r{number:06d}"


def decision(act: str, *groups: list[int], day: dt.date = DAY, **others: object) -> Decision:
    """A decision on records by number; ``others`` override any field."""
    values = {
        "tindakan": act,
        "kelompok": [[key(number) for number in group] for group in groups],
        "alasan": "uji",
        "oleh": "petugas",
        "tanggal": day,
    }
    return Decision.model_validate(values | others)


def undo(target: Decision, day: dt.date = DAY) -> Decision:
    return decision("batalkan", day=day, membatalkan=target.id, objek=target.objek)


def given(con: duckdb.DuckDBPyConnection, decisions: list[Decision], day: dt.date = DAY) -> Given:
    """Lay the ledger of these decisions as of ``day``."""
    in_force.lay(con, decisions)
    in_force.build(con, f"date '{day}'")
    return LEDGER


def statuses(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str | None]]:
    rows = con.execute(
        "select id_keputusan, status, sebab from wh.linkage.keputusan_tautan_status"
    ).fetchall()
    return {name: (status, cause) for name, status, cause in rows}
