"""Notes to every recipient of a release that was withdrawn or replaced."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dagster_dtsen import differences, journal
from dagster_dtsen.release import notice
from dagster_dtsen.settings import Settings

AGENCY, ACCOUNT = "instansi", "akun"


def write(settings: Settings) -> list[Path]:
    """Write the notes that are not there yet; their folders.

    Recipients are the agencies whose lists were answered from the release, and the accounts that
    took tables of it. What changes stands in the note where one version replaces another.
    Written again is nothing, so a broken-off run is made up for by the next call.
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
    """Who took something of a release, by kind and name: ``daftar`` and ``tabel``."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in _of(settings.lists_log, release):
        if entry.get("sidik_paket"):
            took = found.setdefault((AGENCY, str(entry["pihak"])), {"daftar": [], "tabel": []})
            row = {name: str(entry[name]) for name in ("kiriman", "sidik_paket")}
            if row not in took["daftar"]:
                took["daftar"].append(row)
    for entry in _of(settings.access_log, release):
        if entry.get("objek") == "tabel":
            took = found.setdefault((ACCOUNT, str(entry["akun"])), {"daftar": [], "tabel": []})
            if entry["id"] not in took["tabel"]:
                took["tabel"].append(str(entry["id"]))
    return found


def _of(log: Path, release: str) -> Iterable[dict[str, Any]]:
    return (entry for entry in journal.entries(log) if entry.get("rilis") == release)
