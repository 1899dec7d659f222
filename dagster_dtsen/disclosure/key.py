"""The key that counts are rounded with: one for good, so that a cell is drawn the same way always.

32 random bytes in the file ``DTSEN_ROUNDING_KEY``, outside of the home and for this account alone;
without it ``<home>/pembulatan.kunci``, made at the first publication. Who has the key knows on
which side of a rounded number the true one lies.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import SecretRefused, secret, write_once
from dagster_dtsen.settings import Settings

SIZE = 32
# variable of the connection: SQL names it and never shows the key
VARIABLE = "kunci_pembulatan"


@dataclass(frozen=True)
class RoundingKey:
    """The key; ``print`` tells one from another and nothing of it (16 hex digits)."""

    content: bytes = field(repr=False)

    @property
    def print(self) -> str:
        return hmac.new(self.content, b"sidik-pembulatan", hashlib.sha256).hexdigest()[:16]

    def hand_over(self, con: duckdb.DuckDBPyConnection) -> None:
        """Let SQL of this connection draw (rounding.py)."""
        con.execute(f"set variable {VARIABLE} = unhex('{self.content.hex()}')")


def load(settings: Settings, published: bool) -> RoundingKey:
    """The key. ``published``: there are tables already, so none is made.

    Raises DtsenError E-UNGKAP: no key, one that others can read, of another size, in the home.
    """
    path = settings.rounding_key_file
    if settings.rounding_key is None:
        if not published:
            with suppress(FileExistsError):  # another process was first
                path.parent.mkdir(parents=True, exist_ok=True)
                write_once(path, secrets.token_bytes(SIZE), 0o600)
    elif path.is_relative_to(settings.root):
        raise _refused(path, "di dalam rumah / inside the home")
    try:
        return RoundingKey(secret(path, SIZE))
    except SecretRefused as refused:
        raise _refused(path, str(refused)) from None


def _refused(path: Path, reason: str) -> DtsenError:
    return DtsenError("E-UNGKAP", apa=f"tabel / tables ({path.name})", reason=reason)
