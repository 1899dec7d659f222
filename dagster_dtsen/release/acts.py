"""Acts on whole releases: which are withdrawn, which are to be built anew; an append-only log.

Nothing is deleted or changed by them. ``tunjuk`` says which release readers see and which others
are withdrawn for it; ``bangun_ulang`` that a version is to be replaced by the next one; ``hapus``
that persons were erased from a release on, so that versions from before it are to be destroyed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

POINT, REBUILD, ERASE = "tunjuk", "bangun_ulang", "hapus"


def enter(settings: Settings, act: str, release: str, reason: str, by: str, **more: Any) -> None:
    """Add one act. Raises DtsenError E-KEPUTUSAN-SALAH for a reason that must not stand there."""
    if not reason.strip() or not by.strip():
        raise DtsenError("E-KEPUTUSAN-SALAH", reason="alasan dan nama wajib / reason and name")
    if any(journal.holds_number(text) for text in (reason, by)):
        raise DtsenError("E-KEPUTUSAN-SALAH", reason="nomor orang / a person's number")
    entry = {
        "pada": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "tindakan": act,
        "rilis": release,
        "alasan": reason,
        "oleh": by,
    }
    journal.append(settings.release_acts_file, entry | more)


def log(settings: Settings) -> list[dict[str, Any]]:
    """All acts in the order of entry."""
    return journal.entries(settings.release_acts_file)


def withdrawn(settings: Settings) -> set[str]:
    """Names of the versions that readers and later releases must not see."""
    gone: set[str] = set()
    for entry in log(settings):
        if entry.get("tindakan") == POINT:
            gone = (gone | set(entry["ditarik"])) - set(entry["dipulihkan"])
    return gone


def requested(settings: Settings) -> dict[str, str]:
    """Versions that are to be replaced, with the reason that was given last.

    Withdrawing a version ends what was asked of it before.
    """
    found: dict[str, str] = {}
    for entry in log(settings):
        if entry.get("tindakan") == REBUILD:
            found[str(entry["rilis"])] = str(entry["alasan"])
        elif entry.get("tindakan") == POINT:
            for name in entry["ditarik"]:
                found.pop(str(name), None)
    return found


def erasures(settings: Settings) -> list[dict[str, Any]]:
    """Acts of erasure: ``rilis`` (the first concerned), ``penghapusan`` (its id), ``individu``."""
    return [entry for entry in log(settings) if entry.get("tindakan") == ERASE]
