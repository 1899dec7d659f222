"""The register of welfare models: those shipped, those of this home, and who approved which.

A model of the home is ``<nama>.<versi>.json`` in its folder ``model``; the version is the beginning
of the fingerprint. Trainings and approvals are lines of an append-only log; an approval says from
which release on it holds, so that an older quarter that is built anew keeps its model. A release
uses the model of the last approval that holds for it; without one the one shipped.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.design import ROOM, design
from dagster_dtsen.settings import Settings

SHIPPED = ROOM / "models"
VERSION = 12  # hexadecimal digits
FAMILY = "kesejahteraan_v*.json"  # other models lie in the same folder


@dataclass(frozen=True)
class Entry:
    """A model that the register knows; ``persetujuan`` is the line of its last approval."""

    nama: str
    versi: str
    sidik: str
    asal: str  # paket or rumah
    path: Path
    penulis: str | None
    dilatih: str | None
    kandidat: str | None
    persetujuan: dict[str, Any] | None
    berlaku: bool

    @property
    def label(self) -> str:
        """Name and version, as commands take it."""
        return f"{self.nama}.{self.versi}"


def log_file(settings: Settings) -> Path:
    """Who trained and who approved which model; lines are only added."""
    return settings.root / "keputusan" / "model.jsonl"


def file_name(nama: str, sidik: str) -> str:
    """Name of a home's model without its ending."""
    return f"{nama}.{sidik[:VERSION]}"


def _told(path: Path) -> tuple[str, str, str | None]:
    """Name, fingerprint and candidate that a file tells of itself; '' when it is damaged."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return str(raw["nama"]), str(raw["sidik"]), raw["latih"].get("kandidat")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return path.stem, "", None


def _holding(log: list[dict[str, Any]], release: str | None) -> dict[str, Any] | None:
    """The last approval that holds for ``release``; without one, for releases to come."""
    approvals = (line for line in reversed(log) if line.get("tindakan") == "setuju")
    return next((line for line in approvals if not release or line["mulai"] <= release), None)


def entries(settings: Settings, release: str | None = None) -> list[Entry]:
    """All models, shipped ones first, then those of the home by name.

    ``berlaku`` is meant for ``release`` (``2026T1``), or for releases to come.
    """
    log = journal.entries(log_file(settings))
    approved = {line["sidik"]: line for line in log if line.get("tindakan") == "setuju"}
    trained = {line["sidik"]: line for line in log if line.get("tindakan") == "latih"}
    last = _holding(log, release)
    shipped = SHIPPED / f"{design().model}.json"
    found = []
    for origin, folder in (("paket", SHIPPED), ("rumah", settings.models_dir)):
        for path in sorted(folder.glob(FAMILY)):
            name, sidik, candidate = _told(path)
            line = trained.get(sidik, {})
            used = sidik == last["sidik"] if last else path == shipped
            found.append(
                Entry(
                    nama=name,
                    versi=sidik[:VERSION],
                    sidik=sidik,
                    asal=origin,
                    path=path,
                    penulis=line.get("oleh"),
                    dilatih=line.get("pada"),
                    kandidat=candidate,
                    persetujuan=approved.get(sidik),
                    berlaku=used and bool(sidik),
                )
            )
    return found


def in_force(settings: Settings, release: str | None = None) -> Path:
    """The file of the model that ``release`` uses, or releases to come.

    Raises DtsenError E-MODEL-TIADA when the approved one is gone or damaged, and E-MODEL-SETUJU
    when the home holds a model under the bare name that none ever approved: homes did use such a
    model before there was a register, and must not change to another unasked.
    """
    log = journal.entries(log_file(settings))
    last = _holding(log, release)
    if last:
        known = [entry for entry in entries(settings, release) if entry.berlaku]
        if not known:
            raise DtsenError("E-MODEL-TIADA", model=last["model"], path=last["model"])
        return known[-1].path
    if any(line.get("tindakan") == "setuju" for line in log):
        return SHIPPED / f"{design().model}.json"
    for path in sorted(settings.models_dir.glob(FAMILY)):
        if "." not in path.stem:
            raise DtsenError("E-MODEL-SETUJU", model=path.stem)
    return SHIPPED / f"{design().model}.json"


def find(settings: Settings, label: str) -> Entry:
    """The model of that name, name and version, or version. Raises DtsenError E-MODEL-LAIN."""
    every = entries(settings)
    hits = [entry for entry in every if label in (entry.label, entry.versi, entry.path.stem)]
    if not hits or len({entry.sidik for entry in hits}) > 1:
        held = ", ".join(entry.label for entry in every)
        raise DtsenError("E-MODEL-LAIN", model=label, held=held)
    return hits[-1]


def last_trained(settings: Settings) -> Entry:
    """The model that the last training of this home gave. Raises DtsenError E-MODEL-LAIN."""
    log = journal.entries(log_file(settings))
    trained = [line for line in log if line.get("tindakan") == "latih"]
    return find(settings, trained[-1]["model"] if trained else "")


def _line(act: str, model: str, sidik: str, by: str) -> dict[str, Any]:
    moment = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"tindakan": act, "model": model, "sidik": sidik, "oleh": by, "pada": moment}


def note_training(settings: Settings, nama: str, sidik: str, by: str) -> None:
    """Write down who trained a model."""
    line = _line("latih", file_name(nama, sidik), sidik, by)
    journal.append(log_file(settings), line)


def approve(settings: Settings, label: str, by: str, reason: str, since: str) -> Entry:
    """Let releases use a model from ``since`` (``2026T3``) on; a later approval replaces it.

    Raises DtsenError E-MODEL-LAIN, E-PERSETUJUAN-SALAH (no reason, a person's number in it, a
    damaged model).
    """
    entry = find(settings, label)
    if not reason.strip() or not by.strip():
        raise DtsenError("E-PERSETUJUAN-SALAH", reason="alasan atau nama kosong / empty")
    if journal.holds_number(f"{by} {reason}"):
        raise DtsenError("E-PERSETUJUAN-SALAH", reason="nomor orang / a person's number")
    if not entry.sidik:
        raise DtsenError("E-PERSETUJUAN-SALAH", reason="model rusak / damaged")
    line = _line("setuju", entry.label, entry.sidik, by) | {"alasan": reason, "mulai": since}
    journal.append(log_file(settings), line)
    return find(settings, entry.label)
