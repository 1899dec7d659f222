"""The whole chain read once and held against its own hashes and against the heads outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dagster_dtsen.audit import head, log
from dagster_dtsen.audit.damage import (
    BAD_HEAD,
    DELETED,
    REWRITTEN,
    TRUNCATED,
    Damage,
    diagnose,
    links,
)
from dagster_dtsen.audit.event import BEGUN, CUT
from dagster_dtsen.audit.head import Checker, Head
from dagster_dtsen.audit.log import FIRST, Entry
from dagster_dtsen.settings import Settings

WHOLE, UNANCHORED, BROKEN = "utuh", "tanpa_jangkar", "rusak"
CHECKED, UNCHECKED = "cocok", "tidak_diperiksa"


@dataclass
class Found:
    """What reading the chain gave, up to its end or to the first line that does not follow."""

    number: int = 0
    last: str = FIRST
    before: str = FIRST
    # fingerprints of the events that heads name
    named: dict[int, str] = field(default_factory=dict)
    cuts: list[dict[str, Any]] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    broken: Damage | None = None


def verify(settings: Settings, checker: Checker | None = None) -> dict[str, Any]:
    """Whether the log is what was written.

    ``keadaan``: ``utuh`` (whole, and anchored up to event ``berjangkar``), ``tanpa_jangkar`` (it
    holds by itself, which a log that was cut or rewritten whole does too) or ``rusak``.
    ``kerusakan``: every damage by event, with its kind, the head that tells of it and why a head
    proves nothing. ``terpotong``: lines that a kill cut. ``belum_ditutup``: acts that began and
    have no end: at work, or killed. ``tanda_tangan``: whether heads were checked by a key.

    Raises DtsenError E-JEJAK-TEMPAT when the outside folder may not be read.
    """
    # heads first: one that comes while the log is read is of an event that is there
    anchors = head.heads(settings)
    found = _read(settings, {anchor.number for anchor in anchors})
    damages = [found.broken] if found.broken else []
    good, faults = _sound(anchors, checker)
    damages += faults
    anchored, against = _held(good, found)
    damages += against
    damages.sort(key=lambda item: item.number)
    state = BROKEN if damages else WHOLE if anchored else UNANCHORED
    signed = [anchor for anchor in good if anchor.signed]
    return {
        "keadaan": state,
        "peristiwa": found.number,
        "berjangkar": anchored,
        "jangkar_diatur": settings.audit_anchor is not None,
        "kepala": len(anchors),
        "tanda_tangan": CHECKED if checker and good else UNCHECKED if signed else None,
        "terpotong": found.cuts,
        "belum_ditutup": sorted(found.open),
        "kerusakan": [
            {"nomor": item.number, "jenis": item.kind, "sampai": item.until, "sebab": item.why}
            for item in damages
        ],
    }


def _sound(anchors: list[Head], checker: Checker | None) -> tuple[list[Head], list[Damage]]:
    """Heads that prove something, and the damage of the others."""
    good, faults = [], []
    for anchor in anchors:
        why = anchor.fault(checker)
        if why is None:
            good.append(anchor)
        else:
            faults.append(Damage(anchor.number, BAD_HEAD, anchor.number, why))
    return good, faults


def _held(good: list[Head], found: Found) -> tuple[int, list[Damage]]:
    """The last event that a head vouches for, and the first head that speaks against the chain."""
    anchored = 0
    for anchor in good:
        # from a break on the lines themselves tell more
        if found.broken is not None and anchor.number >= found.broken.number:
            break
        if anchor.number in found.named:
            if found.named[anchor.number] != anchor.fingerprint:
                return anchored, [Damage(anchored + 1, REWRITTEN, anchor.number)]
            anchored = anchor.number
        else:
            return anchored, [Damage(found.number + 1, TRUNCATED, anchor.number)]
    return anchored, []


def _read(settings: Settings, wanted: set[int]) -> Found:
    found, cut, place = Found(), list[bytes](), -1
    for place, line in enumerate(log.lines(settings)):
        entry = log.read_line(line)
        if entry is None:
            cut.append(line)
        elif _follows(found, entry) and not cut and entry.get("tindakan") == CUT:
            # it tells of a line that is not there any more
            found.broken = Damage(found.number + 1, DELETED)
            return found
        elif _follows(found, entry) and (not cut or _closes(entry, cut)):
            if cut:
                found.cuts.append(_told(found.number, cut, found.number + 1))
                cut = []
            _take(found, entry, wanted)
        else:
            return _broken(settings, found, place - len(cut))
    if any(log.json_line(line) is not None for line in cut):
        return _broken(settings, found, place + 1 - len(cut))
    if cut:
        found.cuts.append(_told(found.number, cut, None))
    return found


def _follows(found: Found, entry: Entry) -> bool:
    return bool(entry["nomor"] == found.number + 1 and entry["sebelum"] == found.last)


def _closes(entry: Entry, cut: list[bytes]) -> bool:
    """Whether an event tells of these lines."""
    return entry.get("tindakan") == CUT and entry["objek"].get("id") == log.piece(cut)


def _told(after: int, cut: list[bytes], closed: int | None) -> dict[str, Any]:
    return {"setelah": after, "byte": len(b"\n".join(cut)), "ditutup": closed}


def _take(found: Found, entry: Entry, wanted: set[int]) -> None:
    found.number, found.before, found.last = entry["nomor"], found.last, entry["sidik"]
    if found.number in wanted:
        found.named[found.number] = found.last
    if entry.get("hasil") == BEGUN:
        found.open.add(found.number)
    closes = entry.get("menutup")
    if isinstance(closes, int):
        found.open.discard(closes)


def _broken(settings: Settings, found: Found, place: int) -> Found:
    chain = links(log.lines(settings))
    found.broken = diagnose(chain, place, found.number, found.last, found.before)
    return found
