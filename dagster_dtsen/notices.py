"""Versions of releases withdrawn or asked for, and notes to every recipient of what was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, differences, journal
from dagster_dtsen.parcels import ledger
from dagster_dtsen.release import notice, versions
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.versions import Change
from dagster_dtsen.settings import Settings

AGENCY, ACCOUNT = "instansi", "akun"


def write(settings: Settings) -> list[Path]:
    """Write the notes that are not there yet; their folders.

    Recipients are the agencies whose lists were answered from the release or that got packages of
    it, and the accounts that took tables of it. What changes stands in the note where one version
    replaces another. Written again is nothing, so a broken-off run is made up for by the next call.
    """
    written = []
    for event in notice.events(settings):
        balance: dict[str, Any] | None = None
        for (kind, name), took in recipients(settings, str(event["rilis"])).items():
            target = notice.folder(settings, event, kind, name)
            if (target / notice.DATA).exists():
                continue
            # where persons were erased, the rows of the old version are gone
            told_apart = event["keadaan"] == notice.REPLACED and not event["dimusnahkan"]
            if told_apart and balance is None:
                told = differences.between(settings, event["rilis"], event["pengganti"])
                balance = told["neraca"]
            about = {"penerima": {"jenis": kind, "nama": name}, "neraca": balance}
            notice.write(target, event | about | took)
            written.append(target)
    return written


def recipients(settings: Settings, release: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Who took something of a release, by kind and name: ``daftar``, ``paket`` and ``tabel``.

    An agency is named as its agreement about lists does, else as the register of grants does.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in _of(settings.lists_log, release):
        if entry.get("sidik_paket"):
            row = {name: str(entry[name]) for name in ("kiriman", "sidik_paket")}
            _add(found, (AGENCY, str(entry["pihak"])), "daftar", row)
    for package in ledger.packages(settings):
        if package.state == ledger.RELEASED and package.facts["rilis"] == release:
            row = {"paket": package.id, "manifes": str(package.facts["manifes"])}
            _add(found, (AGENCY, str(package.facts["lembaga"])), "paket", row)
    for account, table in _tables(settings, release):
        _add(found, (ACCOUNT, account), "tabel", table)
    return found


def _add(
    found: dict[tuple[str, str], dict[str, Any]], who: tuple[str, str], what: str, row: Any
) -> None:
    """Add what somebody took, once; spellings of a name that share a folder are one recipient."""
    known = (own for own in found if notice.place(*own) == notice.place(*who))
    took = found.setdefault(next(known, who), {"daftar": [], "paket": [], "tabel": []})
    if row not in took[what]:
        took[what].append(row)


def _tables(settings: Settings, release: str) -> Iterator[tuple[str, str]]:
    """Accounts and the tables of a release they took, in the order of taking."""
    # homes of before the audit log held this have it here
    for old in _of(settings.access_log, release):
        if old.get("objek") == "tabel":
            yield str(old["akun"]), str(old["id"])
    for entry in audits.began(settings, "ekspor"):
        # events of before the field name the release as what the table was taken for
        if entry["objek"]["jenis"] == "tabel" and release in (entry.get("rilis"), entry["tujuan"]):
            yield str(entry["oleh"]), str(entry["objek"]["id"])


def roll_back(settings: Settings, name: str, reason: str, by: str) -> Change:
    """:func:`release.versions.roll_back`, under the audit log."""
    with audits.acting(settings, "putus", "rilis", name, rilis=name, tujuan="kembalikan versi"):
        return versions.roll_back(settings, name, reason, by)


def request(settings: Settings, release: ReleaseId, reason: str, by: str) -> str:
    """:func:`release.versions.request`, under the audit log."""
    with audits.acting(settings, "putus", "rilis", str(release), tujuan="bangun ulang"):
        return versions.request(settings, release, reason, by)


def _of(log: Path, release: str) -> Iterable[dict[str, Any]]:
    return (entry for entry in journal.entries(log) if entry.get("rilis") == release)
