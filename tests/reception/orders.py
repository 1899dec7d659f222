"""Arrivals and revocations as plain values, and all that follows from a series of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.reception import decisions, receipts
from dagster_dtsen.reception.note import NOTE_NAME, parse_note
from dagster_dtsen.release.fingerprint import table_fingerprint
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import AGREEMENT, Desk, contract, csv_file

# the last days of three quarters; the second one ends a release
CUT_OFFS = (dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 30))
# a period begins on its first day of reference
PERIODS = {"2026M01": dt.date(2026, 1, 31), "2026M04": dt.date(2026, 4, 30)}
_FACTS = (
    ("ledger.kiriman_rilis", ("_delivery", "dataset")),
    ("ledger.baris_rusak", ("_delivery", "_file", "_line")),
    ("ledger.berkas", ("_delivery", "_file")),
    (
        "(select r.* from raw.uji__orang as r "
        "inner join ledger.kiriman_rilis as k on r._delivery = k._delivery where k.efektif)",
        ("_delivery", "_file", "_row_number"),
    ),
)


@dataclass(frozen=True)
class Arrival:
    """One delivery as it arrives; ``words`` is what its note says beyond its identity."""

    period: str
    sent: dt.date
    people: tuple[str, ...]
    kind: str = "penuh"
    words: int = 0

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two arrivals one delivery."""
        return self.period, self.sent, self.people, self.kind

    def lay(self, desk: Desk, folder: str) -> str:
        """Into the landing folder; the id of the delivery."""
        file = csv_file(*(f"{number},{name},x" for number, name in enumerate(self.people)))
        file.name = f"berkas-{self.words}.csv"
        target = desk.deliver(
            file,
            folder=folder,
            jenis=self.kind,
            periode=self.period,
            tanggal_acuan=PERIODS[self.period],
            tanggal_kirim=self.sent,
            jatuh_tempo=dt.date(2026, 12, 1 + self.words),
            perjanjian=f"PKS/{self.words}",
        )
        return parse_note(target / NOTE_NAME).delivery_id


@dataclass(frozen=True)
class Revocation:
    """A delivery is outside every release from ``day`` on."""

    of: Arrival
    day: dt.date


Event = Arrival | Revocation


def outcome(root: Path, events: Sequence[Event], kind: str = "penuh") -> list[Any]:
    """Per cut-off the release set and the fingerprints of all that follows; then the receipts."""
    settings = Settings(home=root / "home", db_key=None)
    with warehouse.connect(settings) as con:
        desk = Desk(con, settings, root / "hitung")
        numbers = [AGREEMENT | {"nomor": f"PKS/{words}"} for words in range(4)]
        whole = contract(jenis=kind, perjanjian=numbers)
        desk.contract = whole.model_copy(update={"dataset": whole.dataset[:1]})
        for number, event in enumerate(events):
            desk.landing = root / str(number)
            if isinstance(event, Arrival):
                event.lay(desk, "kiriman")
                desk.receive()
            else:
                _revoke(desk, event)
        desk.landing = root / "kosong"
        desk.receive()
        return _facts(desk)


def _revoke(desk: Desk, event: Revocation) -> None:
    decision = decisions.Decision(
        tindakan=decisions.REVOKE,
        kiriman=event.of.lay(desk, "hanya-nomor"),
        alasan="uji",
        oleh="uji",
        tanggal=event.day,
    )
    decisions.revoke(desk.settings, decision, [])


def _facts(desk: Desk) -> list[Any]:
    decisions.replay(desk.con, desk.settings)
    found: list[Any] = []
    for cut_off in CUT_OFFS:
        desk.build_release_set(cut_off.isoformat())
        found.append(desk.rows("select * from ledger.kiriman_rilis"))
        found += [table_fingerprint(desk.con, *table)[:2] for table in _FACTS]
    return [*found, receipts.facts(desk.con, decisions.decisions(desk.settings))]


def in_force(events: Sequence[Event], cut_off: dt.date) -> set[tuple[str, dt.date]]:
    """What the rules say in plain words: (period, sent) of the deliveries in force."""
    revoked = {
        event.of.identity
        for event in events
        if isinstance(event, Revocation) and event.day <= cut_off
    }
    inside = {
        event.identity: event
        for event in events
        if isinstance(event, Arrival) and event.sent <= cut_off and event.identity not in revoked
    }
    if not inside:
        return set()
    newest: dict[str, Arrival] = {}
    for event in sorted(inside.values(), key=lambda item: item.sent):
        newest[event.period if event.kind == "perubahan" else ""] = event
    if not newest.keys() - {""}:
        day = max(PERIODS[event.period] for event in inside.values())
        last = [event for event in inside.values() if PERIODS[event.period] == day]
        newest = {"": max(last, key=lambda item: item.sent)}
    return {(event.period, event.sent) for event in newest.values()}
