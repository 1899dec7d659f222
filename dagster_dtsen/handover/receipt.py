"""Receipts of packages: what a recipient signs, and the log of those that came back.

A statement is canonical JSON, so that there is one text of it to be signed. The log keeps it
together with its signature: proof that the recipient has these bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError

FORM = "dtsen-terima-1"
MOST_BYTES = 10_000
PACKAGE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


@dataclass(frozen=True)
class Statement:
    """That ``penerima`` has package ``nomor`` since the day ``diterima``, and which bytes it is."""

    id_paket: str
    sidik_manifes: str
    penerima: str
    nomor: int
    diterima: str

    def text(self) -> bytes:
        """Its one text: sorted keys, a newline at the end."""
        told = {"bentuk": FORM, **asdict(self)}
        return (json.dumps(told, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read(content: bytes, package: str) -> Statement:
    """The statement in these bytes. Raises DtsenError E-TERIMA when it is not its one text."""
    try:
        found = json.loads(content) if len(content) <= MOST_BYTES else None
        if isinstance(found, dict) and found.pop("bentuk", None) == FORM:
            said = Statement(**found)
            day = dt.date.fromisoformat(said.diterima).isoformat()
            if said.text() == content and day == said.diterima and type(said.nomor) is int:
                return said
    except (TypeError, ValueError, RecursionError):
        pass
    raise refused(package, "bukan pernyataan tanda terima / no statement of receipt")


def lines(path: Path) -> dict[str, dict[str, Any]]:
    """Recorded receipts by id of their package."""
    return {line["id_paket"]: line for line in journal.entries(path)}


def add(
    path: Path,
    said: Statement,
    signature: bytes,
    signer: str,
    signed: dt.datetime,
    moment: dt.datetime,
) -> bool:
    """Record a receipt that was checked; False when the same one stands there already.

    Raises DtsenError E-TERIMA when another one of this package does.
    """
    with _held(path):
        there = lines(path).get(said.id_paket)
        if there is not None:
            if {key: there.get(key) for key in asdict(said)} == asdict(said):
                return False
            told = f"sudah tercatat diterima {there['diterima']} / recorded with another content"
            raise refused(said.id_paket, told)
        line = asdict(said) | {
            "sertifikat": signer,
            "ditandatangani": signed.isoformat(),
            "tanda_tangan": base64.b64encode(signature).decode(),
            "oleh": journal.account(),
            "pada": moment.isoformat(),
        }
        journal.append(path, line)
    return True


def refused(package: str, reason: str) -> DtsenError:
    """The error of a receipt that is not recorded."""
    return DtsenError("E-TERIMA", package=package, reason=reason)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """One writer at a time: two of the same package must not both find none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
