"""Answers to agencies' lists as they lie in a home, and on their way out.

Their tables are personal data: in an encrypted home they stand under its key, by their own names.
What is handed out has the same bytes there as in an open home.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from dagster_dtsen import audits, handing_out, keyed
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.envelope.build import Content
from dagster_dtsen.files import aside, replace, sync
from dagster_dtsen.reception.returns import SUMMARY
from dagster_dtsen.settings import Settings

_TABLES = (".csv", ".parquet")
_USE = "padanan"


def kept_files(settings: Settings) -> list[Path]:
    """The tables of all answers, in name order."""
    found = settings.lists_dir.glob("*/*/*/*")
    return sorted(path for path in found if path.suffix in _TABLES)


def seal_tables(settings: Settings, folder: Path) -> None:
    """Put the clear tables of an answer under the key of the home, if it has one."""
    if settings.secret():
        for path in sorted(folder.iterdir()):
            if path.suffix in _TABLES:
                rekey(settings, settings, path, path)


def rekey(old: Settings, new: Settings, source: Path, target: Path) -> bool:
    """Keep a table under the key of ``new``; False when it does not open by the key of ``old``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = aside(target)
    try:
        keyed.write(written, _chunks(old, source), new.secret(), _USE)
    except keyed.UNREADABLE:
        written.unlink(missing_ok=True)
        return False
    sync(written)
    replace(written, target)
    return True


def package_hash(settings: Settings, folder: Path) -> str:
    """SHA-256 over names and SHA-256 of what the package hands out, in name order.

    Empty when a table does not open.
    """
    digest = hashlib.sha256()
    try:
        for path in sorted(folder.iterdir()):
            own = hashlib.sha256()
            for chunk in _chunks(settings, path):
                own.update(chunk)
            digest.update(f"{path.name}:{own.hexdigest()}\n".encode())
    except keyed.UNREADABLE:
        return ""
    return digest.hexdigest()


def exporting(
    settings: Settings, delivery: str, agency: str, release: str, rows: int | None = None
) -> AbstractContextManager[Outcome]:
    """An answer on its way to an agency (``-``: none is known), under the audit log."""
    return audits.acting(
        settings,
        "ekspor",
        "daftar",
        audits.delivery(delivery),
        penerima=agency if agency != "-" else None,
        tujuan="pemadanan",
        rilis=release,
        baris=rows,
    )


def take(
    settings: Settings,
    folder: Path,
    target: Path,
    moment: dt.datetime,
    certificate: Path | None = None,
) -> None:
    """Write an answer to the new folder ``target``, sealed when there is a ``certificate``.

    An act in the audit log. Raises DtsenError as :func:`handing_out.hand_out` and the log do.
    """
    told = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    with exporting(settings, told["kiriman"], told["lembaga"], told["rilis"]):
        contents = _contents(settings, folder)
        handing_out.hand_out(settings, contents, target, told, moment, certificate, "padan")


def _contents(settings: Settings, folder: Path) -> Iterator[Content]:
    for path in sorted(folder.iterdir()):
        kind = path.stem if path.suffix in _TABLES else "penjelasan_padanan"
        yield Content(path.name, kind, partial(_write, settings, path))


def _write(settings: Settings, path: Path, sink: BinaryIO) -> None:
    for chunk in _chunks(settings, path):
        sink.write(chunk)


def _chunks(settings: Settings, path: Path) -> Iterator[bytes]:
    """What a file holds; also one that was written before the home had a key."""
    if not keyed.is_keyed(path):
        return keyed.clear_chunks(path)
    secret = settings.secret()
    if secret is None:
        raise ValueError("no key")
    return keyed.chunks(path, secret, _USE)
