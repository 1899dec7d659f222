"""What an audit log tells, in short, for the tests of acts that stand in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dagster_dtsen.audit import log
from dagster_dtsen.settings import Settings
from tests.audit.test_recorded import fill


def ended(settings: Settings, *names: str) -> list[tuple[Any, ...]]:
    """Of every act that ended well: act, kind of its object, and these fields."""
    return [
        (entry["tindakan"], entry["objek"]["jenis"], *(entry.get(name) for name in names))
        for entry in log.entries(settings)
        if entry["hasil"] == "berhasil"
    ]


def persons(settings: Settings, place: int = -1) -> int:
    """How many persons, families and records an event names beside its object."""
    return len(list(log.entries(settings))[place].get("orang", ()))


def unwritable(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]
) -> None:
    """Do the act on a disk with no room for the log: it must raise."""
    settings.audit_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with monkeypatch.context() as patch, pytest.raises(OSError):
        fill(patch, settings)
        act()
