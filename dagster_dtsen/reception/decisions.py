"""Decisions on deliveries: an append-only log that is replayed into ``ledger.keputusan``.

A release is a function of its base and of the deliveries and decisions inside its cut-off, so a
decision carries the date it holds from and is never changed or taken away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

REVOKE = "cabut"


class Decision(BaseModel):
    """One decision: act, delivery, reason, who, and the date it holds from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tindakan: str
    kiriman: str
    alasan: str = Field(min_length=1)
    oleh: str = Field(min_length=1)
    tanggal: dt.date

    @property
    def id(self) -> str:
        """Derived from what was decided, so the same decision taken twice is one."""
        text = self.model_dump_json()
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def revoke(settings: Settings, decision: Decision, planned: list[str]) -> bool:
    """Enter a revocation with the versions it ``planned``; False when it stood there already.

    Raises DtsenError E-KEPUTUSAN-SALAH when the reason or the name holds a person's number.
    """
    if any(journal.holds_number(text) for text in (decision.alasan, decision.oleh)):
        raise DtsenError("E-KEPUTUSAN-SALAH", reason="nomor orang / a person's number")
    if decision.id in {item.id for item in decisions(settings)}:
        return False
    entry: dict[str, Any] = {"id": decision.id, **decision.model_dump(mode="json")}
    journal.append(settings.decisions_file, entry | {"merencanakan": planned})
    return True


def decisions(settings: Settings) -> list[Decision]:
    """All decisions in the order they were entered."""
    return [Decision.model_validate(item) for item in journal.entries(settings.decisions_file)]


def replay(con: duckdb.DuckDBPyConnection, settings: Settings) -> int:
    """Fill ``ledger.keputusan`` anew from the log; returns the number of decisions."""
    con.execute("delete from ledger.keputusan")
    rows = {
        item.id: [item.id, item.tindakan, item.kiriman, item.alasan, item.oleh, item.tanggal]
        for item in decisions(settings)
    }
    if rows:
        con.executemany(
            "insert into ledger.keputusan values (?, ?, ?, ?, ?, ?)", list(rows.values())
        )
    return len(rows)
