"""Pseudonyms of persons and families: HMAC-SHA-256 under a key of one recipient and purpose.

A master key is 32 random bytes in ``<folder>/<version>.kunci``, for this account alone. The folder
is ``DTSEN_PSEUDONYM_KEYS``, outside of the home; without it ``<home>/samaran``, made at the first
package: whoever reads the home then reads the key too. The newest version is used. From a master
key comes, by HKDF-SHA-256, one key per recipient and purpose; nobody can join two of them.

The engine knows no HMAC: it is spelled out with SHA-256 (RFC 2104) and held against Python's own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import SecretRefused, secret, write_once
from dagster_dtsen.settings import Settings

PERSON, FAMILY = "individu", "keluarga"
DIGITS = 32
# digits alone, or 1e5, would be a number to a spreadsheet
_LETTERS = {PERSON: "o", FAMILY: "k"}
SIZE, _BLOCK = 32, 64
_PURPOSE = "dtsen-samaran-1"
_ENDING = ".kunci"
# variables of the connection: SQL names them and never shows a key
_INNER, _OUTER, _ROWS = "samaran_dalam", "samaran_luar", "samaran_baris"


@dataclass(frozen=True)
class Pseudonyms:
    """The key of one recipient and purpose; ``version``: that of the master key."""

    version: int
    key: bytes = field(repr=False)

    @property
    def print(self) -> str:
        """What tells one key from another and nothing of it: 16 hex digits."""
        return hmac.new(self.key, b"sidik", hashlib.sha256).hexdigest()[:16]

    def of(self, kind: str, identity: str) -> str:
        """The pseudonym of one person or family: a letter for the kind and 32 hex digits."""
        message = f"{kind}\n{identity}".encode()
        made = hmac.new(self.key, message, hashlib.sha256).hexdigest()
        return _LETTERS[kind] + made[:DIGITS]

    def hand_over(self, con: duckdb.DuckDBPyConnection) -> None:
        """Let SQL of this connection name pseudonyms (:func:`sql`) and rows (:func:`row_sql`)."""
        padded = self.key.ljust(_BLOCK, b"\0")
        parts = {
            _INNER: bytes(byte ^ 0x36 for byte in padded),
            _OUTER: bytes(byte ^ 0x5C for byte in padded),
            _ROWS: hmac.new(self.key, b"baris", hashlib.sha256).digest(),
        }
        for name, content in parts.items():
            con.execute(f"set variable {name} = unhex('{content.hex()}')")


def sql(kind: str, expression: str) -> str:
    """The pseudonym of the id ``expression`` gives, null of none; as :meth:`Pseudonyms.of`."""
    inner = f"sha256(getvariable('{_INNER}') || encode('{kind}\n' || {expression}))"
    digits = f"left(sha256(getvariable('{_OUTER}') || unhex({inner})), {DIGITS})"
    return f"('{_LETTERS[kind]}' || {digits})"


def row_sql(text: str) -> str:
    """A keyed hash of the text of a row: the same row, key and columns give the same."""
    return f"left(sha256(getvariable('{_ROWS}') || encode({text})), {DIGITS})"


def load(
    settings: Settings, izin: str, recipient: str, purpose: str, version: int | None = None
) -> Pseudonyms:
    """The key of a recipient and purpose under the newest master key, or under one version.

    Raises DtsenError E-KIRIM: no key, one that others can read, of another size, inside the home.
    """
    folder = _folder(settings, izin)
    held = _versions(folder)
    if not held and settings.pseudonym_keys is None and not settings.packages_log.exists():
        with suppress(FileExistsError):  # another process was first
            _make(folder, 1)
        held = _versions(folder)
    wanted = version or max(held, default=0)
    master = _read(folder / f"{wanted}{_ENDING}", izin)
    own = f"{_PURPOSE}\n{recipient}\n{' '.join(purpose.split()).casefold()}"
    key = HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=own.encode()).derive(master)
    return Pseudonyms(wanted, key)


def versions(settings: Settings) -> list[int]:
    """The versions of the master key that are there."""
    return sorted(_versions(_folder(settings, "–")))


def make(settings: Settings) -> int:
    """Make the next version of the master key; packages use it from now on. Its version."""
    folder = _folder(settings, "–")
    version = max(_versions(folder), default=0) + 1
    _make(folder, version)
    return version


def _folder(settings: Settings, izin: str) -> Path:
    if settings.pseudonym_keys is None:
        return settings.root / "samaran"
    path = settings.pseudonym_keys.expanduser().resolve()
    if path.is_relative_to(settings.root):
        raise _refused(izin, f"{path.name}: di dalam rumah / inside the home")
    return path


def _versions(folder: Path) -> list[int]:
    found = (path.name.removesuffix(_ENDING) for path in folder.glob(f"*{_ENDING}"))
    return [int(name) for name in found if name.isdecimal()]


def _make(folder: Path, version: int) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_once(folder / f"{version}{_ENDING}", secrets.token_bytes(SIZE), 0o600)


def _read(path: Path, izin: str) -> bytes:
    try:
        return secret(path, SIZE)
    except SecretRefused as refused:
        raise _refused(izin, f"{path.name}: {refused}") from None


def _refused(izin: str, reason: str) -> DtsenError:
    return DtsenError("E-KIRIM", paket=izin, reason=reason)
