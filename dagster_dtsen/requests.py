"""Requests of citizens: entered, decided, told, and how their clock of 72 hours stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, correction_records
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import corrections, evidence, requests
from dagster_dtsen.steward.requests import BAD, LATE, Case, Notice, Request, Ruling, told
from dagster_dtsen.stewardship import Register, open_register

HOUR = 3600  # seconds


def receive(
    settings: Settings,
    right: str,
    by: str,
    received: dt.datetime,
    *,
    record_key: str | None = None,
    individu: str | None = None,
    proof: Path | None = None,
    note: str | None = None,
    noted: str | None = None,
) -> tuple[Case, bool]:
    """Enter a request received at a moment; gives it, and whether it is new.

    Raises DtsenError E-PERMOHONAN-SALAH, E-BUKTI-TIADA, E-REKAMAN-TIADA, E-INDIVIDU-TIADA,
    E-SEDANG-BERJALAN.
    """
    with run_lock(settings), open_register(settings) as register:
        entry = requests.draft(
            Request,
            record_key=anchor_of(register, record_key, individu, BAD),
            hak=right,
            diterima_pada=received,
            oleh=by,
            bukti=evidence.digest(proof) if proof else None,
            catatan=note or None,
        )
        fresh = requests.check(requests.cases(settings), entry, settings.home)
        if fresh:
            with _deciding(settings, entry.record_key, entry.id, f"permohonan {right}"):
                if proof:
                    evidence.keep(settings, proof)
                requests.append(settings, entry, noted)
        return requests.cases(settings)[entry.id], fresh


def decide(
    settings: Settings,
    identity: str,
    ruling: str,
    reason: str,
    by: str,
    moment: dt.datetime,
    *,
    correction: str | None = None,
    noted: str | None = None,
) -> tuple[Case, bool]:
    """Enter what was decided; ``correction``: the beginning of the id of what grants it.

    Raises DtsenError E-PERMOHONAN-SALAH, -TIADA, E-KOREKSI-TIADA, E-SEDANG-BERJALAN.
    """
    with run_lock(settings):
        case = requests.find(requests.cases(settings), identity, settings.home)
        granted = None
        if correction:
            if ruling != "dikabulkan" or case.permohonan.hak != "perbaikan":
                reason = "--koreksi: hanya perbaikan yang dikabulkan / a granted correction alone"
                raise DtsenError(BAD, reason=reason)
            known = corrections.book(settings)
            granted = known.find(correction, corrections.MISSING, settings.home).id
        entry = requests.draft(
            Ruling,
            id_permohonan=case.permohonan.id,
            putusan=ruling,
            alasan=reason,
            oleh=by,
            pada=moment,
            koreksi=granted,
        )
        return _add(settings, entry, case, noted)


def tell(
    settings: Settings, identity: str, by: str, moment: dt.datetime, noted: str | None = None
) -> tuple[Case, bool]:
    """Enter that the person was told of the result.

    Raises DtsenError E-PERMOHONAN-SALAH, -TIADA, E-SEDANG-BERJALAN.
    """
    with run_lock(settings):
        case = requests.find(requests.cases(settings), identity, settings.home)
        entry = requests.draft(Notice, id_permohonan=case.permohonan.id, oleh=by, pada=moment)
        return _add(settings, entry, case, noted)


def _add(
    settings: Settings, entry: requests.Entry, case: Case, noted: str | None
) -> tuple[Case, bool]:
    fresh = requests.check(requests.cases(settings), entry, settings.home)
    if fresh:
        asked = case.permohonan
        what = "pemberitahuan" if isinstance(entry, Notice) else "putusan"
        with _deciding(settings, asked.record_key, asked.id, f"{what} {asked.hak}"):
            requests.append(settings, entry, noted)
    return requests.cases(settings)[case.permohonan.id], fresh


def _deciding(
    settings: Settings, record_key: str, identity: str, what: str
) -> AbstractContextManager[Outcome]:
    """A step of a request under the audit log."""
    name, about = audits.beginning(identity), [("rekaman", record_key)]
    return audits.acting(settings, "putus", "permohonan", name, about, tujuan=what)


def anchor_of(register: Register, record_key: str | None, individu: str | None, code: str) -> str:
    """The record key that is meant. Raises DtsenError ``code`` unless exactly one way is used."""
    if bool(record_key) == bool(individu):
        reason = "satu kunci rekaman atau --individu / one record key or --individu"
        raise DtsenError(code, reason=reason)
    if individu:
        return correction_records.anchor(register, individu)
    return register.full(str(record_key))


def request_of(
    settings: Settings, asked: Mapping[str, Case], beginning: str | None, right: str
) -> str | None:
    """The id of the request that begins so and asks for this right.

    Raises DtsenError E-PERMOHONAN-TIADA, E-PERMOHONAN-SALAH (it asks for another right).
    """
    if not beginning:
        return None
    case = requests.find(asked, beginning, settings.home)
    if case.permohonan.hak != right:
        raise DtsenError(BAD, reason=f"hak {case.permohonan.hak}, bukan / not {right}")
    return case.permohonan.id


def listed(settings: Settings, moment: dt.datetime, *, late: bool = False) -> list[dict[str, Any]]:
    """Requests received by ``moment`` and how they stood then, by reception.

    ``jam_terpakai``: hours from reception until the person was told, or until ``moment``; ``late``:
    only those whose deadline has passed without an end.
    """
    found = []
    for name, case in requests.cases(settings).items():
        asked = case.permohonan
        if asked.diterima_pada > moment:
            continue
        then, state = case.at(moment), case.state(moment)
        if late and state != LATE:
            continue
        end = then.pemberitahuan.pada if then.pemberitahuan else moment
        found.append(
            {
                "id_permohonan": name,
                "record_key": asked.record_key,
                "hak": asked.hak,
                "diterima_pada": told(asked.diterima_pada),
                "tenggat": told(case.due),
                "diputus_pada": told(then.putusan.pada if then.putusan else None),
                "putusan": then.putusan.putusan if then.putusan else None,
                "koreksi": then.putusan.koreksi if then.putusan else None,
                "diberitahukan_pada": told(then.pemberitahuan.pada if then.pemberitahuan else None),
                "jam_terpakai": round((end - asked.diterima_pada).total_seconds() / HOUR, 2),
                "keadaan": state,
            }
        )
    return found


def moment_of(text: str | None) -> dt.datetime:
    """An ISO 8601 moment with its zone; now for no text. Raises DtsenError E-PERMOHONAN-SALAH."""
    if not text:
        return dt.datetime.now(dt.UTC)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        reason = "waktu dengan zona, mis. / a moment with its zone: 2026-03-01T09:30+07:00"
        raise DtsenError(BAD, reason=reason)
    return moment
