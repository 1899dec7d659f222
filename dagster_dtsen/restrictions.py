"""Restrictions of persons: entered, undone, listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dagster_dtsen import audits
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.requests import anchor_of, request_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import acts, requests, restrictions
from dagster_dtsen.steward.acts import Acts
from dagster_dtsen.steward.restrictions import BAD, MISSING, Restriction
from dagster_dtsen.stewardship import open_day, open_register


def restrict(
    settings: Settings,
    reason: str,
    by: str,
    *,
    record_key: str | None = None,
    individu: str | None = None,
    day: dt.date | None = None,
    until: dt.date | None = None,
    request: str | None = None,
    noted: str | None = None,
) -> tuple[Restriction, bool]:
    """Enter a restriction; gives it, and whether it is new.

    Raises DtsenError E-PEMBATASAN-SALAH, E-PERMOHONAN-TIADA or -SALAH, E-REKAMAN-TIADA,
    E-INDIVIDU-TIADA, E-RILIS-TIADA (no date), E-SEDANG-BERJALAN.
    """
    with run_lock(settings), open_register(settings) as register:
        item = acts.draft(
            Restriction,
            BAD,
            record_key=anchor_of(register, record_key, individu, BAD),
            alasan=reason,
            oleh=by,
            tanggal=day or open_day(settings),
            berlaku_sampai=until,
            permohonan=request_of(settings, requests.cases(settings), request, "pembatasan"),
        )
        about = [("rekaman", str(item.record_key))]
        return _enter(settings, item, about, "pembatasan", noted)


def undo(
    settings: Settings,
    identity: str,
    reason: str,
    by: str,
    day: dt.date | None = None,
    noted: str | None = None,
) -> tuple[Restriction, bool]:
    """Undo the restriction, or the undo, whose id begins so; ``day`` as in corrections.

    Raises DtsenError E-PEMBATASAN-TIADA, -SALAH, E-RILIS-TIADA, E-SEDANG-BERJALAN.
    """
    with run_lock(settings):
        known = _book(settings)
        target = known.find(identity, MISSING, settings.home)
        item = acts.draft(
            Restriction,
            BAD,
            alasan=reason,
            oleh=by,
            tanggal=day or max(open_day(settings), target.tanggal),
            membatalkan=target.id,
        )
        anchors = {known.known[name].record_key for name in known.chain(target.id)} - {None}
        about = [("rekaman", str(key)) for key in sorted(map(str, anchors))]
        return _enter(settings, item, about, "batalkan pembatasan", noted)


def _enter(
    settings: Settings,
    item: Restriction,
    about: list[audits.Person],
    what: str,
    noted: str | None,
) -> tuple[Restriction, bool]:
    known = _book(settings)
    restrictions.check(known, item, settings.home)
    fresh = item.id not in known.known
    if fresh:
        name = audits.beginning(item.id)
        with audits.acting(settings, "putus", "keputusan", name, about, tujuan=what):
            acts.append(settings.restrictions_file, item, noted)
    return item, fresh


def _book(settings: Settings) -> Acts[Restriction]:
    return Acts.of(item for item, _ in restrictions.entries(settings))


def in_force(settings: Settings, day: dt.date) -> list[str]:
    """Records named by a restriction that is in force on ``day``, in one order."""
    known = _book(settings)
    found = {act.record_key for name, act in known.known.items() if known.holds(name, day)}
    return sorted(key for key in found if key)


def listed(settings: Settings, day: dt.date) -> list[dict[str, Any]]:
    """Restrictions and undos in the order they were entered, with their state on ``day``."""
    known = _book(settings)
    return [
        {
            "id_pembatasan": item.id,
            **item.model_dump(mode="json"),
            "dicatat": noted,
            "dibatalkan_oleh": sorted(known.undone_by.get(item.id, ())),
            "keadaan": known.state(item.id, day),
        }
        for item, noted in restrictions.entries(settings)
    ]
