"""Persons in the audit log: HMAC-SHA-256 of their ids under a key with a version.

The key is 32 random bytes in the file ``DTSEN_AUDIT_KEY_FILE``, outside of the home and for this
account alone; it is made only when that is asked for (:func:`make_key`). Without that setting it is
``<home>/audit/kunci``, made once, at the first event that needs it: whoever reads the home then
reads the key too, so a home with real persons has it configured. The id of a key is the beginning
of its SHA-256 and stands in every event made with it. A former key lies beside the present one as
``<file>.<id>``: it is asked for, never written with.
"""

from __future__ import annotations

import glob
import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import SecretRefused, secret, write_once
from dagster_dtsen.settings import Settings

PLACE = "E-JEJAK-TEMPAT"
SIZE = 32
FILTER = "saringan"
_PURPOSE = "dtsen-jejak-1"
_ID = 8
_USED = b'"kunci": "'


@dataclass(frozen=True)
class Key:
    """One version of the key. ``id``: the first eight hex digits of its SHA-256."""

    id: str
    secret: bytes = field(repr=False)

    def of(self, kind: str, text: str) -> str:
        """HMAC of an id of a kind, or of a filter: 64 hex digits."""
        message = f"{_PURPOSE}\n{kind}\n{text}".encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()


def key_file(settings: Settings) -> Path:
    """Where the key is. Raises DtsenError E-JEJAK-TEMPAT when it is configured inside the home."""
    if settings.audit_key_file is None:
        return settings.audit_dir / "kunci"
    path = settings.audit_key_file.expanduser().resolve()
    if path.is_relative_to(settings.root):
        raise DtsenError(PLACE, path=path, reason="di dalam rumah / inside the home")
    return path


def present(settings: Settings) -> Key:
    """The key that is written with.

    Makes the one of the home where none is configured and none was ever used. Raises DtsenError
    E-JEJAK-TEMPAT when the file is missing, can be read by others or is no key.
    """
    path = key_file(settings)
    if not path.exists() and settings.audit_key_file is None and not _ever_used(settings):
        with suppress(FileExistsError):  # another process was first
            _make(path)
    return _read(path)


def known(settings: Settings) -> list[Key]:
    """The present key and former ones; empty when there is none yet. Raises as :func:`present`."""
    path = key_file(settings)
    found = [_read(path)] if path.exists() else []
    for former in sorted(path.parent.glob(glob.escape(path.name) + "." + "[0-9a-f]" * _ID)):
        key = _read(former)
        if not former.name.endswith(key.id):
            raise DtsenError(PLACE, path=former, reason="kunci lain / another key")
        found.append(key)
    return found


def make_key(settings: Settings) -> str:
    """Make the key where there is none; its id. Raises DtsenError E-BERKAS-ADA, OSError."""
    path = key_file(settings)
    try:
        _make(path)
    except FileExistsError:
        raise DtsenError("E-BERKAS-ADA", path=path) from None
    return _read(path).id


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_once(path, secrets.token_bytes(SIZE), 0o600)


def _read(path: Path) -> Key:
    try:
        content = secret(path, SIZE)
    except SecretRefused as refused:
        raise DtsenError(PLACE, path=path, reason=str(refused)) from None
    return Key(hashlib.sha256(content).hexdigest()[:_ID], content)


def _ever_used(settings: Settings) -> bool:
    """Whether events were made with a key: a lost key is not replaced without a word."""
    if not settings.audit_log.exists():
        return False
    with settings.audit_log.open("rb") as lines:
        return any(_USED in line for line in lines)
