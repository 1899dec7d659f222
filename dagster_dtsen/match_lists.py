"""`dtsen match`: agencies' lists answered from a published release (Lampiran D)."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import (
    journal,
    list_answers,
    list_package,
    restricted,
    restrictions,
    warehouse,
)
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.list_workspace import Listed, contract_of_lists, waiting
from dagster_dtsen.matching import outcome
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.returns import SUMMARY
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings

# of a list and its delivery: what takes its found rows
Keeps = Callable[[Listed, str], list_package.Keep]


@dataclass(frozen=True)
class Answer:
    """A package: the list's id, agency, release, folder, SHA-256; what became of the request
    (``dijawab``, ``sudah`` answered before, ``dibuat_ulang``, ``ditolak``) and the summary."""

    delivery: str
    agency: str
    release: str
    folder: Path
    hash: str
    act: str
    told: dict[str, Any]


def match(
    settings: Settings,
    day: dt.date,
    delivery: str | None = None,
    release: str | None = None,
    by: str = "-",
    keeps: Keeps | None = None,
) -> list[Answer]:
    """Answer the lists in landing, or ``delivery`` alone, from the published ``release``.

    The newest by default. Who is restricted on ``day`` is told as nobody. What was answered before
    under the same restrictions is given again as it is. ``by``: who asked, for
    the log. ``keeps``: gives for a list what keeps its found rows for a package of variables
    (list_links.py); such a list is answered anew. Raises DtsenError E-RILIS-SALAH, E-RILIS-TIADA,
    E-KIRIMAN-TIADA, E-PADANAN-RILIS, E-PADANAN-BATAS, E-SEDANG-BERJALAN, E-BLOK-MAHAL,
    E-MODEL-TIADA, E-TEMPLAT-RUSAK, and what ``keeps`` raises.
    """
    wanted = ReleaseId.parse(release) if release else None
    with run_lock(settings):
        chain = store.stored(settings)
        stored = store.find(settings, wanted) if wanted else (chain[-1] if chain else None)
        if stored is None:
            raise DtsenError("E-RILIS-TIADA", home=settings.home)
        named = restrictions.in_force(settings, day)
        contract = contract_of_lists()
        found = waiting(settings, contract, delivery)
        if not found:
            name = delivery or contract.penyedia
            raise DtsenError("E-KIRIMAN-TIADA", delivery=name, place=settings.landing)
        return [
            _answer(settings, contract, item, stored, by, keeps, named, again=delivery is not None)
            for item in found
        ]


def agency_of(contract: ProviderContract, item: Listed) -> str:
    """The agency whose agreement the note names; ``-`` when there is none."""
    agreement = contract.agreement(item.note.perjanjian) if item.note else None
    return (agreement.pihak if agreement else None) or "-"


def _answer(
    settings: Settings,
    contract: ProviderContract,
    item: Listed,
    stored: store.StoredRelease,
    by: str,
    keeps: Keeps | None,
    named: Sequence[str],
    *,
    again: bool,
) -> Answer:
    agency = agency_of(contract, item)
    delivery = item.note.delivery_id if item.note else f"{contract.penyedia}-{item.path.name}"
    slug = re.sub(r"[^a-z0-9]+", "-", agency.lower()).strip("-") or "tanpa-perjanjian"
    folder = settings.lists_dir / stored.name / slug / delivery
    about = {"kiriman": delivery, "pihak": agency, "rilis": stored.name, "oleh": by}
    under = restricted.mark(named)
    past = _log(settings, agency, stored.name)
    known = past.get(delivery)
    keep = keeps(item, delivery) if keeps else None
    held = list_answers.package_hash(settings, folder) if known else ""
    # one that was refused as a whole may have been mended under the same note
    answered = known is not None and known["dibaca"] > 0
    same = known is not None and known.get("pembatasan") == under.get("pembatasan")
    if known and answered and same and keep is None and held == known["sidik_paket"]:
        if again:
            with _exporting(settings, about, known.get("dikembalikan")):
                journal.append(settings.lists_log, {"tindakan": "sudah"} | {**known, "oleh": by})
        told = _read(folder)
        return Answer(delivery, agency, stored.name, folder, known["sidik_paket"], "sudah", told)
    limit = int(outcome.config()["jaga"]["daftar_per_rilis"])
    if known is None and len(past) >= limit:
        raise DtsenError(
            "E-PADANAN-BATAS", agency=agency, count=len(past), release=stored.name, limit=limit
        )
    _check_held(settings, stored)
    with _exporting(settings, about) as act_told:
        made = _make(settings, contract, item, stored, folder, about, keep, named)
        counts = _counts(made.told, made.reasons)
        act_told.rows = counts["dikembalikan"]
        act = "dibuat_ulang" if answered else made.act
        entry = about | {"tindakan": act, "perjanjian": made.told["perjanjian"]} | under
        journal.append(settings.lists_log, entry | {"sidik_paket": made.digest} | counts)
    return Answer(delivery, agency, stored.name, folder, made.digest, act, made.told)


@dataclass(frozen=True)
class _Made:
    """A package that stands: its summary, reasons before any was withheld, SHA-256."""

    told: dict[str, Any]
    reasons: dict[str, int]
    digest: str

    @property
    def act(self) -> str:
        return "ditolak" if self.told["status"] == "ditolak" else "dijawab"


def _make(
    settings: Settings,
    contract: ProviderContract,
    item: Listed,
    stored: store.StoredRelease,
    folder: Path,
    about: dict[str, str],
    keep: list_package.Keep | None,
    named: Sequence[str],
) -> _Made:
    """Build the package aside and rename it into its place."""
    settings.lists_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    building = settings.scratch_dir / "padanan"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    told, reasons = list_package.make(
        settings, contract, item, stored, about["pihak"], building, keep, named
    )
    digest = list_answers.package_hash(settings, building)
    list_answers.seal_tables(settings, building)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    building.replace(folder)
    return _Made(told, reasons, digest)


def _exporting(
    settings: Settings, about: dict[str, str], rows: int | None = None
) -> AbstractContextManager[Outcome]:
    """An answer for an agency, under the audit log."""
    return list_answers.exporting(settings, about["kiriman"], about["pihak"], about["rilis"], rows)


def _check_held(settings: Settings, stored: store.StoredRelease) -> None:
    """The standardised records stand in the working file alone: it has to hold this version."""
    held = None
    if settings.warehouse_file.exists():
        with warehouse.connect(settings, read_only=True) as con:
            held = store.in_working_file(con)
    if held != stored.name:
        raise DtsenError("E-PADANAN-RILIS", held=held or "-", release=stored.name)


def _log(settings: Settings, agency: str, release: str) -> dict[str, dict[str, Any]]:
    """The latest entry of every list of an agency that was answered from a release."""
    found = {}
    for entry in journal.entries(settings.lists_log):
        if entry.get("pihak") == agency and entry.get("rilis") == release:
            found[str(entry["kiriman"])] = entry
    return found


def _read(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    return told


def _counts(told: dict[str, Any], reasons: dict[str, int]) -> dict[str, Any]:
    """Counts for the log: rows sent and returned, outcome, reasons told or not."""
    found = told.get("padanan")
    if not found:
        return {"dibaca": 0, "dikembalikan": 0, "padan": 0, "tidak_padan": 0, "sebab": {}}
    return {
        "dibaca": told["rekaman"]["dibaca"],
        "dikembalikan": told["rekaman"]["dikembalikan"],
        "padan": found["padan"],
        "tidak_padan": found["tidak_padan"],
        "dirinci": found["dirinci"],
        "sebab": reasons,
    }
