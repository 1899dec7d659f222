"""Audit logs made by hand: synthetic events, and the log as lines that a test may touch."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dagster_dtsen import audits
from dagster_dtsen.audit import log
from dagster_dtsen.audit.event import Event, event
from dagster_dtsen.settings import Settings

MOMENT = dt.datetime(2026, 4, 1, 8, 30, tzinfo=dt.UTC)
PEOPLE = ("i-aa01", "i-bb02", "i-cc03")


def clock() -> dt.datetime:
    return MOMENT


def settings_of(folder: Path) -> Settings:
    return Settings(home=folder / "home", audit_key_file=None, audit_anchor=None)


def made(**values: Any) -> Event:
    """A view of a person, unless told otherwise."""
    usual = {"tindakan": "lihat", "objek": {"jenis": "individu", "id": PEOPLE[0]}}
    return event(**usual | {"peran": "petugas", "oleh": "uji"} | values)


def lay(settings: Settings, count: int) -> None:
    """``count`` events about persons, releases and grants in turn."""
    for place in range(count):
        things = (
            {"jenis": "individu", "id": PEOPLE[place // 3 % len(PEOPLE)]},
            {"jenis": "rilis", "id": f"2026T{place % 4 + 1}.v1"},
            {"jenis": "izin", "id": f"izin-{place}"},
        )
        shown = made(
            tindakan=("lihat", "ekspor", "izin")[place % 3], objek=things[place % 3], baris=place
        )
        audits.note(settings, shown, clock)


def lines(settings: Settings) -> list[bytes]:
    return settings.audit_log.read_bytes().removesuffix(b"\n").split(b"\n")


def put(settings: Settings, content: list[bytes]) -> None:
    settings.audit_log.write_bytes(b"".join(line + b"\n" for line in content))


def resealed(entry: dict[str, Any]) -> bytes:
    """A line with a right fingerprint of its own, as who forges one makes it."""
    return log.canonical(entry | {"sidik": log.fingerprint(entry)})


def kinds(told: dict[str, Any]) -> list[tuple[int, str]]:
    return [(item["nomor"], item["jenis"]) for item in told["kerusakan"]]
