"""The chain of events: ``<home>/audit/jejak.jsonl``, one JSON object per line, only added to.

``sidik`` of an event is SHA-256(``sebelum`` || canonical JSON of all its other fields), with
``sebelum`` the ``sidik`` of the event before (64 zeros for the first). Canonical is what
:func:`journal.append` writes: keys in order, UTF-8. A line that a kill cut is no event: the next
writer closes it and adds an event ``potong`` that holds the SHA-256 of what was left of it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.audit import pseudonym
from dagster_dtsen.audit.event import (
    CUT,
    DONE,
    PERSONS,
    PIECE,
    Event,
    Result,
    Thing,
    check,
    refused,
)
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sync
from dagster_dtsen.settings import Settings

BROKEN = "E-JEJAK-RUSAK"
FIRST = "0" * 64
# texts that are written as they are
TEXTS = ("oleh", "peran", "izin", "penerima", "tujuan", "rilis")
# bytes in which the last event is found; an event has at most 24 KiB
_TAIL = 1 << 16
_SHAPE = (("nomor", int), ("objek", dict), ("sebelum", str), ("sidik", str))

Entry = dict[str, Any]
Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The wall clock: a log tells when, results never depend on it."""
    return dt.datetime.now(dt.UTC)


def canonical(fields: Entry) -> bytes:
    """The bytes of a line without its end."""
    return json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()


def fingerprint(entry: Entry) -> str:
    """``sidik`` of an event, computed from its other fields."""
    fields = {name: value for name, value in entry.items() if name != "sidik"}
    return hashlib.sha256(str(entry.get("sebelum")).encode() + canonical(fields)).hexdigest()


def read_line(line: bytes) -> Entry | None:
    """The event that a line is, byte for byte; None when it is none."""
    entry = json_line(line)
    if entry is None or not all(isinstance(entry.get(name), kind) for name, kind in _SHAPE):
        return None
    try:
        whole = canonical(entry) == line and entry["sidik"] == fingerprint(entry)
    except UnicodeEncodeError:  # half a character, escaped: never written here
        return None
    return entry if whole else None


def json_line(line: bytes) -> Entry | None:
    """The JSON object of a line, whatever it says; None when it is none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def piece(lines: list[bytes]) -> str:
    """SHA-256 of what is left of cut lines."""
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


@dataclass
class Chain:
    """The log while this process alone may add to it.

    ``last``: the last event, None before the first. ``cut``: what is left of cut lines after it.
    """

    settings: Settings
    last: Entry | None
    cut: list[bytes]
    clock: Clock

    @property
    def number(self) -> int:
        """Number of the last event, 0 in an empty log."""
        return int(self.last["nomor"]) if self.last else 0

    def add(
        self,
        event: Event,
        result: Result = DONE,
        closes: int | None = None,
        cause: str | None = None,
    ) -> Entry:
        """Add one event and make it durable; a line that was cut is closed and told of first.

        ``closes``: the event whose act ended so; ``cause``: code of the error that ended it. Raises
        DtsenError E-JEJAK-SALAH, E-JEJAK-TEMPAT (no key for a person or a filter), and OSError.
        """
        if event.tindakan == CUT:
            raise refused("tindakan: hanya log sendiri / only the log itself")
        fields = self._filled(event)
        if self.cut:
            told = Thing(jenis=PIECE, id=piece(self.cut))
            closing = Event(tindakan=CUT, objek=told, peran="sistem", baris=len(self.cut))
            self._write(self._filled(closing), DONE, None, None)
            self.cut = []
        return self._write(fields, result, closes, cause)

    def _write(self, fields: Entry, result: str, closes: int | None, cause: str | None) -> Entry:
        entry = fields | {
            "nomor": self.number + 1,
            "pada": self.clock().astimezone(dt.UTC).isoformat(timespec="milliseconds"),
            "hasil": result,
            "menutup": closes,
            "sebab": cause,
            "sebelum": self.last["sidik"] if self.last else FIRST,
        }
        entry["sidik"] = fingerprint(entry)
        new = not self.settings.audit_log.exists()
        journal.append(self.settings.audit_log, entry)
        if new:
            sync(self.settings.audit_dir)
        self.last = entry
        return entry

    def _filled(self, event: Event) -> Entry:
        """The fields of an event as they are written: no id of a person, no filter in clear."""
        fields = event.model_dump()
        fields["oleh"] = event.oleh or journal.account()
        thing = fields["objek"]
        texts = {name: fields[name] for name in TEXTS}
        is_person = event.objek.jenis in PERSONS
        check(event, texts | {"objek.id": None if is_person else event.objek.id})
        fields["kunci"] = None
        # lines of before these two were known have neither
        for name in ("orang", "rilis"):
            if not fields[name]:
                del fields[name]
        if is_person or event.orang or event.saringan is not None:
            key = pseudonym.present(self.settings)
            fields["kunci"] = key.id
            if is_person:
                thing |= {"id": None, "hmac": key.of(event.objek.jenis, thing["id"])}
            if event.orang:
                fields["orang"] = [key.of(item.jenis, item.id) for item in event.orang]
            if event.saringan is not None:
                fields["saringan"] = key.of(pseudonym.FILTER, event.saringan)
        return fields


@contextmanager
def chain(settings: Settings, clock: Clock = now) -> Iterator[Chain]:
    """The log, held for this writer alone.

    Raises DtsenError E-JEJAK-RUSAK when the end of the log is no event, and OSError.
    """
    settings.audit_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _lock_file(settings).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield Chain(settings, *_end(settings), clock)


def lines(settings: Settings) -> Iterator[bytes]:
    """Every line as it lies there, without its end; what a writer is adding just now is not seen.

    A last line without an end is given too.
    """
    if not settings.audit_log.exists():
        return
    with settings.audit_log.open("rb") as handle:
        left = _settled(settings)
        for line in handle:
            if left <= 0:
                return
            yield line[:left].removesuffix(b"\n")
            left -= len(line)


def entries(settings: Settings) -> Iterator[Entry]:
    """All events in the order of writing, whether the chain holds or not."""
    return (entry for line in lines(settings) if (entry := read_line(line)) is not None)


def _settled(settings: Settings) -> int:
    """Bytes of the log between two writers. A copy without the lock has no writers."""
    lock = _lock_file(settings)
    if not lock.exists():
        return settings.audit_log.stat().st_size
    with lock.open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        return settings.audit_log.stat().st_size


def _lock_file(settings: Settings) -> Path:
    return settings.audit_log.with_suffix(".lock")


def _end(settings: Settings) -> tuple[Entry | None, list[bytes]]:
    """The last event and what is left of cut lines after it."""
    if not settings.audit_log.exists():
        return None, []
    with settings.audit_log.open("rb") as handle:
        start = max(0, handle.seek(0, os.SEEK_END) - _TAIL)
        handle.seek(start)
        found = handle.read().split(b"\n")
    if found[-1] == b"":
        found.pop()
    cut: list[bytes] = []
    for line in reversed(found[1:] if start else found):
        entry = read_line(line)
        if entry is not None:
            return entry, cut
        # a line that was cut is the beginning of an object, never a whole one
        if json_line(line) is not None:
            break
        cut.insert(0, line)
    else:
        if not start:
            return None, cut
    raise DtsenError(BROKEN, number="terakhir / last", damage="akhir log / end of the log")
