"""The audit trail of reviews: who looked at which question, and what was done, when.

``<home>/tinjauan/jejak.jsonl``, append-only. A line names a question by its id and an act; it never
holds a value of a person. Every line carries a hash over itself and the line before, so that a
line that was changed or taken out shows.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.settings import Settings

FIRST = "0" * 64


def now() -> str:
    """The wall clock, in UTC to the second: a trail tells when, results never depend on it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def account() -> str:
    """The account of the operating system that this process works under."""
    return journal.account()


@dataclass(frozen=True)
class Trail:
    """Writes the acts of one session. ``akun``: account of the operating system."""

    settings: Settings
    oleh: str
    akun: str
    sesi: str

    def note(self, act: str, item: str | None = None, **facts: str) -> None:
        """Add one act on an item, with codes and ids as ``facts``."""
        line = {"waktu": now(), "oleh": self.oleh, "akun": self.akun, "sesi": self.sesi}
        line |= {"tindak": act} | ({"butir": item} if item else {}) | facts
        with _alone(self.settings):
            last = journal.last(self.settings.review_trail_file)
            before = str(last.get("rantai", FIRST)) if last else FIRST
            journal.append(self.settings.review_trail_file, line | {"rantai": _link(before, line)})


def entries(settings: Settings) -> list[dict[str, Any]]:
    """All lines in the order of writing."""
    return journal.entries(settings.review_trail_file)


def broken_at(settings: Settings) -> int | None:
    """Number of the first line, from 1, that does not follow from the one before; None if whole.

    Lines cut off at the end leave no mark.
    """
    before = FIRST
    for number, line in enumerate(entries(settings), 1):
        told = line.pop("rantai", None)
        if told != _link(before, line):
            return number
        before = str(told)
    return None


def _link(before: str, line: dict[str, Any]) -> str:
    text = json.dumps(line, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One writer at a time: two sessions may be at work in one home."""
    settings.worklists_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with settings.review_trail_file.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
