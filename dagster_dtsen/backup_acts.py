"""What `dtsen backup`, `restore` and `drill` do, under the audit log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen import audits, backups
from dagster_dtsen.audit.event import event
from dagster_dtsen.backups import Restored
from dagster_dtsen.settings import Settings

_NAME = "rumah"


def backup(
    settings: Settings, place: Path, *, plain: bool = False, keep: int | None = None
) -> dict[str, Any]:
    """:func:`backups.backup`: all data of the home are taken to another place.

    The copy of the log ends with the beginning of this act. Raises also what the log raises.
    """
    with audits.acting(settings, "ekspor", "cadangan", _NAME, tujuan="cadangan"):
        return backups.backup(settings, place, plain=plain, keep=keep)


def restore(
    settings: Settings, place: Path, number: int | None = None, *, plain: bool = False
) -> Restored:
    """:func:`backups.restore`; the restored log says so, or nothing is restored.

    Raises also DtsenError E-JEJAK-RUSAK: a restored log is shorter than heads written after it.
    """
    thing = {"jenis": "cadangan", "id": _NAME}
    told = event(tindakan="buka", objek=thing, peran="petugas", tujuan="pemulihan")
    return backups.restore(
        settings, place, number, plain=plain, noted=lambda home: audits.note(home, told)
    )


def drill(
    settings: Settings,
    place: Path,
    number: int | None = None,
    folder: Path | None = None,
    *,
    plain: bool = False,
) -> dict[str, Any]:
    """:func:`backups.drill`. Raises also what the log raises."""
    with audits.acting(settings, "buka", "cadangan", _NAME, tujuan="latihan"):
        return backups.drill(settings, place, number, folder, plain=plain)
