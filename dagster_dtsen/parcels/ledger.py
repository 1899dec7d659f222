"""The log of packages: built, released, discarded; lines are only added.

A recipient's packages are numbered from 1. One that is discarded never left the house: its number
is given again, under another id.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

BUILT, RELEASED, DISCARDED = "dibangun", "dilepas", "dibatalkan"
WHOLE, DIFFERENCE = "penuh", "selisih"
HELD = ".ditahan"


@dataclass(frozen=True)
class Package:
    """A package as it stands; ``facts`` is its line of the build, ``state`` that of its last."""

    facts: dict[str, Any]
    state: str

    @property
    def id(self) -> str:
        return str(self.facts["paket"])

    def folder(self, settings: Settings) -> Path:
        """Where its files are; a held one is not where hand-overs are taken from."""
        place = settings.packages_dir
        return (place if self.state == RELEASED else place / HELD) / self.id

    def rows_dir(self, settings: Settings) -> Path:
        """Where keys and hashes of its rows are."""
        return settings.package_rows_dir / self.id


def packages(settings: Settings) -> list[Package]:
    """All packages in the order in which they were built."""
    found: dict[str, Package] = {}
    for line in journal.entries(settings.packages_log):
        name = line["paket"]
        facts = line if line["jenis"] == BUILT else found[name].facts
        found[name] = Package(facts, line["jenis"])
    return list(found.values())


def find(settings: Settings, name: str) -> Package:
    """One package. Raises DtsenError E-KIRIM."""
    for package in packages(settings):
        if package.id == name:
            return package
    raise DtsenError("E-KIRIM", paket=name, reason="tidak tercatat / not in the log")


def next_number(settings: Settings, izin: str, agency: str) -> tuple[int, str, str | None]:
    """Number and id of the next package of an agency, and the id of its package before.

    Raises DtsenError E-KIRIM while one of the agency's packages is held.
    """
    own = [package for package in packages(settings) if package.facts["lembaga"] == agency]
    for package in own:
        if package.state == BUILT:
            reason = "lepas atau batalkan lebih dahulu / release or discard it first"
            raise DtsenError("E-KIRIM", paket=package.id, reason=reason)
    gone = [package for package in own if package.state == RELEASED]
    number = len(gone) + 1
    name = f"{izin}.{number:04d}"
    tried = sum(package.facts["nomor"] == number for package in own)
    return number, f"{name}-{tried + 1}" if tried else name, gone[-1].id if gone else None


def released(settings: Settings, izin: str) -> list[Package]:
    """The released packages of a grant in the order in which they were built."""
    return [
        package
        for package in packages(settings)
        if package.facts["izin"] == izin and package.state == RELEASED
    ]


def last_of(settings: Settings, izin: str, *, listed: bool = True) -> Package | None:
    """The last released package of a grant; without those about an agency's list if not asked."""
    own = [item for item in released(settings, izin) if listed or not item.facts.get("daftar")]
    return own[-1] if own else None


def note(settings: Settings, line: dict[str, Any]) -> None:
    """Add a line."""
    journal.append(settings.packages_log, line)


@contextmanager
def one_at_a_time(settings: Settings, izin: str) -> Iterator[None]:
    """Only one process builds, releases or discards. Raises DtsenError E-KIRIM."""
    settings.packages_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(settings.packages_dir / ".kunci", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reason = "proses lain sedang membuat paket / another process makes one"
            raise DtsenError("E-KIRIM", paket=izin, reason=reason) from None
        yield
    finally:
        os.close(lock)
