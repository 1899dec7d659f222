"""The register of grants: requests as they were handed in, and every step that was taken on them.

A request is copied under its fingerprint and never changed; a completed one is a new copy. Steps
are lines of an append-only log: from which state to which, by whom, when, why, on which copy. The
state of a grant is that of its last step; one whose last day is over has ended, whatever the log
says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_text
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import application, papers
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.rules import Rules, Step

FIRST, RETURNED, COMPLETED = "reviu_kesiapan", "dikembalikan", "dilengkapi"
ACTIVE, ENDED, REVOKED = "aktif", "berakhir", "dicabut"
# after these nothing follows
LAST = ("ditolak", ENDED, REVOKED)
# what a recipient owes and may have brought
DUTIES = ("laporan", "balikan")
_STEP, _BROUGHT = "langkah", "diterima"
_CRITERIA = ".kriteria.yml"
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True)
class Actor:
    """Who took a step: the account of the operating system, and whose certificate signed it."""

    akun: str
    sertifikat: str | None = None


@dataclass(frozen=True)
class Grant:
    """A grant as it stands: its request in force, its state, all steps and what was brought.

    ``kriteria``: fingerprint of the criteria that choose its rows, where the request names some.
    """

    asked: Application
    sidik: str
    keadaan: str
    langkah: tuple[dict[str, Any], ...]
    diterima: tuple[dict[str, Any], ...]
    kriteria: str | None = None

    @property
    def id(self) -> str:
        return self.asked.izin

    def owed(self, day: dt.date) -> list[str]:
        """Duties whose first due date is over on ``day`` and that nobody has brought."""
        brought = {line["kewajiban"] for line in self.diterima}
        due = {"laporan": self.asked.kewajiban.laporan, "balikan": self.asked.kewajiban.balikan}
        late = [name for name, last in due.items() if last is not None and last < day]
        active = any(line["ke"] == ACTIVE for line in self.langkah)
        return [name for name in late if active and name not in brought]


def _copy(settings: Settings, izin: str, sidik: str) -> Path:
    return settings.grants_dir / izin / f"{sidik}.yml"


def grants(settings: Settings, rules: Rules, day: dt.date) -> list[Grant]:
    """All grants in the order of their ids, as they stand on ``day``. Raises DtsenError E-IZIN."""
    lines = journal.entries(settings.grants_log)
    ids = sorted({line["izin"] for line in lines if line["jenis"] == _STEP})
    return [_grant(settings, rules, izin, lines, day) for izin in ids]


def find(settings: Settings, rules: Rules, izin: str, day: dt.date) -> Grant:
    """One grant as it stands on ``day``. Raises DtsenError E-IZIN-TIADA, E-IZIN."""
    lines = journal.entries(settings.grants_log)
    if not any(line["izin"] == izin and line["jenis"] == _STEP for line in lines):
        raise DtsenError("E-IZIN-TIADA", izin=izin)
    return _grant(settings, rules, izin, lines, day)


def _grant(
    settings: Settings, rules: Rules, izin: str, lines: list[dict[str, Any]], day: dt.date
) -> Grant:
    own = [line for line in lines if line["izin"] == izin]
    steps = tuple(line for line in own if line["jenis"] == _STEP)
    last = steps[-1]
    path = _copy(settings, izin, last["sidik"])
    if not path.is_file() or _print(path) != last["sidik"]:
        raise DtsenError("E-IZIN", file=path.name, reason="salinan rusak / the copy is damaged")
    asked, state = application.read(path), last["ke"]
    if state == ACTIVE and papers.until(asked, rules) < day:
        state = ENDED
    brought = tuple(line for line in own if line["jenis"] == _BROUGHT)
    return Grant(asked, last["sidik"], state, steps, brought, last.get("kriteria"))


def criteria_file(settings: Settings, grant: Grant) -> Path | None:
    """The copy of the grant's criteria; None when all rows of its regions are granted.

    Raises DtsenError E-IZIN: a changed or missing copy, criteria named and none handed in.
    """
    if grant.asked.kriteria is None:
        return None
    if grant.kriteria is None:
        raise _uncriticised(grant.id)
    path = settings.grants_dir / grant.id / f"{grant.kriteria}{_CRITERIA}"
    if not path.is_file() or _print(path) != grant.kriteria:
        raise DtsenError("E-IZIN", file=path.name, reason="salinan rusak / the copy is damaged")
    return path


def _uncriticised(izin: str) -> DtsenError:
    reason = "berkas kriteria tidak diberikan / no criteria file was given"
    return DtsenError("E-IZIN", file=izin, reason=reason)


def _print(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _line(kind: str, izin: str, actor: Actor, moment: dt.datetime) -> dict[str, Any]:
    told = {"jenis": kind, "izin": izin, "oleh": actor.akun, "pada": moment.isoformat()}
    return told | ({"sertifikat": actor.sertifikat} if actor.sertifikat else {})


def _keep(
    settings: Settings, path: Path, asked: Application, criteria: Path | None
) -> dict[str, str]:
    """Copy a request and its criteria under their fingerprints; the fingerprints."""
    if (asked.kriteria is None) != (criteria is None):
        raise _uncriticised(asked.izin)
    if criteria is not None and criteria.name != asked.kriteria:
        reason = f"kriteria / criteria: {asked.kriteria}"
        raise DtsenError("E-IZIN", file=criteria.name, reason=reason)
    kept = {"sidik": _kept(settings, path, asked.izin, ".yml")}
    if criteria is not None:
        kept["kriteria"] = _kept(settings, criteria, asked.izin, _CRITERIA)
    return kept


def _kept(settings: Settings, path: Path, izin: str, ending: str) -> str:
    text = path.read_text(encoding="utf-8")
    if journal.holds_number(_HASH.sub("", text)):
        raise DtsenError("E-IZIN", file=path.name, reason="nomor orang / a person’s number")
    sidik = hashlib.sha256(text.encode()).hexdigest()
    copy = settings.grants_dir / izin / f"{sidik}{ending}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    write_text(copy, text)
    return sidik


def enter(
    settings: Settings,
    path: Path,
    actor: Actor,
    moment: dt.datetime,
    criteria: Path | None = None,
) -> str:
    """Take up a new request for a review of its readiness; its id.

    ``criteria``: the file that the request names, if it names one. Raises DtsenError E-IZIN (form,
    criteria, a person's number), E-IZIN-ADA.
    """
    asked = application.read(path)
    if any(line["izin"] == asked.izin for line in journal.entries(settings.grants_log)):
        raise DtsenError("E-IZIN-ADA", izin=asked.izin)
    kept = _keep(settings, path, asked, criteria)
    line = _line(_STEP, asked.izin, actor, moment)
    journal.append(settings.grants_log, line | {"dari": None, "ke": FIRST} | kept)
    return asked.izin


def possible(grant: Grant, to: str, rules: Rules) -> Step:
    """The step from where a grant stands. Raises DtsenError E-IZIN-ALIH."""
    step = rules.peralihan.get((grant.keadaan, to))
    if step is None:
        ways = sorted(after for before, after in rules.peralihan if before == grant.keadaan)
        raise DtsenError("E-IZIN-ALIH", izin=grant.id, dari=grant.keadaan, ke=to, boleh=ways)
    return step


def completed(settings: Settings, grant: Grant, path: Path, criteria: Path | None = None) -> Grant:
    """The grant with a completed request, kept beside the one that was sent back.

    Raises DtsenError E-IZIN, E-IZIN-ALIH when the file is another request's.
    """
    asked = application.read(path)
    if asked.izin != grant.id:
        raise DtsenError(
            "E-IZIN-ALIH", izin=grant.id, dari=grant.keadaan, ke=asked.izin, boleh=[grant.id]
        )
    kept = _keep(settings, path, asked, criteria)
    return replace(grant, asked=asked, sidik=kept["sidik"], kriteria=kept.get("kriteria"))


def take(
    settings: Settings, grant: Grant, to: str, actor: Actor, moment: dt.datetime, reason: str
) -> None:
    """Write a step down; what it needs was looked at before. Raises DtsenError E-IZIN."""
    if journal.holds_number(reason):
        raise DtsenError("E-IZIN", file=grant.id, reason="nomor orang / a person’s number")
    line = _line(_STEP, grant.id, actor, moment)
    told = {"dari": grant.keadaan, "ke": to, "sidik": grant.sidik, "alasan": reason.strip()}
    told |= {"kriteria": grant.kriteria} if grant.kriteria else {}
    journal.append(settings.grants_log, line | told)


def brought(
    settings: Settings, grant: Grant, duty: str, sidik: str, actor: Actor, moment: dt.datetime
) -> None:
    """Note a report on use or feedback by the fingerprint of its file."""
    line = _line(_BROUGHT, grant.id, actor, moment)
    journal.append(settings.grants_log, line | {"kewajiban": duty, "sidik": sidik})
