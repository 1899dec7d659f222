"""Heads of the chain: number and fingerprint of an event, kept where the log is not.

A head is a file ``kepala-<nomor>.json`` of its own in the folder ``DTSEN_AUDIT_ANCHOR`` and is
never written over. Signed (Ed25519) are its number, fingerprint and moment. Whoever rewrites or
cuts the log cannot make the heads agree, unless he holds that folder and the signing key too.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen.audit import log
from dagster_dtsen.audit.log import BROKEN, Clock, Entry, canonical
from dagster_dtsen.audit.pseudonym import PLACE
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_once
from dagster_dtsen.settings import Settings

ALGORITHM = "Ed25519"
_PURPOSE = "dtsen-kepala-1"
_NAME = re.compile(r"kepala-([1-9]\d*)\.json")
_SIGNED = ("nomor", "pada", "sidik")


@dataclass(frozen=True)
class Signer:
    """What signs: the id of a key, and the signature of bytes by it."""

    key: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Checker:
    """What checks: the id of a key, and whether a signature is of these bytes by it."""

    key: str
    holds: Callable[[bytes, bytes], bool]


# asked for only when a head is written: a key may have to be opened with a passphrase
Signing = Callable[[], Signer | None]


@dataclass(frozen=True)
class Head:
    """A head as it lies there. ``number`` is that of its file name."""

    number: int
    fields: dict[str, Any]

    @property
    def fingerprint(self) -> str | None:
        found = self.fields.get("sidik")
        return found if isinstance(found, str) else None

    @property
    def signed(self) -> bool:
        return self.fields.get("tanda_tangan") is not None

    def fault(self, checker: Checker | None) -> str | None:
        """Why the head proves nothing; None when it does. Without a checker signatures are not
        looked at."""
        if self.fields.get("nomor") != self.number or self.fingerprint is None:
            return "tidak terbaca / cannot be read"
        if checker is None:
            return None
        if not self.signed:
            return "tidak ditandatangani / unsigned"
        if self.fields.get("kunci") != checker.key:
            return "kunci lain / another key"
        try:
            signature = base64.b64decode(str(self.fields["tanda_tangan"]), validate=True)
        except binascii.Error:
            signature = b""
        holds = checker.holds(_message(checker.key, self.fields), signature)
        return None if holds else "tanda tangan salah / wrong signature"


def outside(settings: Settings) -> Path | None:
    """The folder of heads. Raises DtsenError E-JEJAK-TEMPAT when it lies in the home."""
    if settings.audit_anchor is None:
        return None
    path = settings.audit_anchor.expanduser().resolve()
    if path.is_relative_to(settings.root):
        raise DtsenError(PLACE, path=path, reason="di dalam rumah / inside the home")
    return path


def heads(settings: Settings) -> list[Head]:
    """All heads by number, readable or not; none where there is no outside folder.

    Raises DtsenError E-JEJAK-TEMPAT when it is there and may not be read.
    """
    return [Head(number, _read(path)) for number, path in sorted(_files(settings).items())]


def newest(settings: Settings) -> int:
    """Number of the newest head, 0 for none. Raises as :func:`heads`."""
    return max(_files(settings), default=0)


def refuse_shorter(settings: Settings, chain: log.Chain) -> None:
    """Raises DtsenError E-JEJAK-RUSAK when the log has fewer events than a head says."""
    anchored = newest(settings)
    if anchored > chain.number:
        damage = f"dipangkas / truncated, kepala / head {anchored}"
        raise DtsenError(BROKEN, number=chain.number + 1, damage=damage)


def due(settings: Settings, entry: Entry) -> bool:
    """Whether a head must be written after this event."""
    if settings.audit_anchor is None:
        return False
    return int(entry["nomor"]) - newest(settings) >= settings.audit_every


def write(settings: Settings, entry: Entry, signing: Signing, clock: Clock = log.now) -> Path:
    """Write the head of this event; one that is there and says the same stays.

    Raises DtsenError E-JEJAK-TEMPAT (no outside folder: it is never made, it may be a disk that is
    not mounted), E-JEJAK-RUSAK (a head of another event of that number), those of ``signing``, and
    OSError.
    """
    place = outside(settings)
    if place is None or not place.is_dir():
        reason = "tidak ada / does not exist"
        raise DtsenError(PLACE, path=place or "DTSEN_AUDIT_ANCHOR", reason=reason)
    path = place / f"kepala-{entry['nomor']}.json"
    fields: dict[str, Any] = {"nomor": entry["nomor"], "sidik": entry["sidik"]}
    fields["pada"] = clock().isoformat(timespec="seconds")
    signer = signing()
    if signer is not None:
        signature = signer.sign(_message(signer.key, fields))
        fields |= {"algoritma": ALGORITHM, "kunci": signer.key}
        fields["tanda_tangan"] = base64.b64encode(signature).decode()
    try:
        write_once(path, json.dumps(fields, indent=2, sort_keys=True).encode() + b"\n", 0o444)
    except FileExistsError:
        if Head(int(entry["nomor"]), _read(path)).fingerprint != entry["sidik"]:
            damage = "ditulis ulang / rewritten"
            raise DtsenError(BROKEN, number=entry["nomor"], damage=damage) from None
    return path


def _message(key: str, fields: dict[str, Any]) -> bytes:
    told = canonical({name: fields.get(name) for name in _SIGNED})
    return f"{_PURPOSE}\n{ALGORITHM}\n{key}\n".encode() + told


def _files(settings: Settings) -> dict[int, Path]:
    place = outside(settings)
    if place is None or not place.is_dir():
        return {}
    try:
        names = sorted(place.iterdir())
    except OSError:
        raise DtsenError(PLACE, path=place, reason="tidak terbaca / cannot be read") from None
    return {int(found[1]): path for path in names if (found := _NAME.fullmatch(path.name))}


def _read(path: Path) -> dict[str, Any]:
    """The fields of a head; empty when it is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
