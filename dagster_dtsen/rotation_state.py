"""How far a change of the key has come: ``rotasi/jurnal.json``, and the log of changes."""

from __future__ import annotations

import json
import shutil

from dagster_dtsen import journal
from dagster_dtsen.files import write_json
from dagster_dtsen.settings import Settings

PREPARING, SWAPPING, CLEARING = "menyiapkan", "menukar", "membersihkan"


def state(settings: Settings) -> str | None:
    """The state of the change at work; None where there is none."""
    try:
        return str(json.loads(settings.rotation_journal.read_text())["keadaan"])
    except FileNotFoundError:
        return None


def write_state(settings: Settings, now: str, done: list[str] | None = None) -> None:
    """Write the journal at once; ``done``: what stands aside under the new key."""
    write_json(settings.rotation_journal, {"keadaan": now, "siap": done or []})


def moment(settings: Settings) -> tuple[bool, int]:
    """Whether files of both keys stand in the home now, and how often its key was changed.

    Equal and False before and after files were read: they are all under one key.
    """
    changes = len(journal.entries(settings.keys_log))
    return state(settings) in (SWAPPING, CLEARING), changes


def abandon(settings: Settings) -> None:
    """Throw away what a stopped change has prepared; a settled one is left to be ended.

    The caller holds the run lock. The next change begins anew.
    """
    if state(settings) not in (SWAPPING, CLEARING) and settings.rotation_dir.exists():
        shutil.rmtree(settings.rotation_dir)
