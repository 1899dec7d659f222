"""`dtsen grants`: brings requests for access, rules, dictionary and register together."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from dagster_dtsen import audits, dictionary, journal
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import event
from dagster_dtsen.envelope import certificates, cms
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.microdata import rules as micro_rules
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import application, register, rules
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.check import STAGES, Finding, Ground, findings
from dagster_dtsen.sharing.register import Actor, Grant
from dagster_dtsen.targeting import criteria

# the fingerprint of the certificate that signed these bytes; raises DtsenError
Signer = Callable[[bytes, Path], str]


def actor() -> Actor:
    """The account that runs this, by the operating system and not by the environment."""
    return Actor(journal.account())


def approvers(folder: Path, moment: dt.datetime) -> Signer:
    """Who may sign steps: the signers in a folder of trust (envelope/certificates.py).

    Raises DtsenError E-SERTIFIKAT; what it gives raises E-IZIN-TANDA.
    """
    trust = certificates.load_trust(folder)

    def signer(said: bytes, signature: Path) -> str:
        try:
            signed = cms.verify(said, signature.read_bytes(), trust, moment)
        except OSError as error:
            reason = type(error).__name__
        except Refused as refused:
            reason = str(refused)
        else:
            return certificates.fingerprint(signed.signer)
        told = json.loads(said)
        raise DtsenError("E-IZIN-TANDA", izin=told["izin"], ke=told["ke"], reason=reason)

    return signer


def _recorded(settings: Settings, izin: str, asked: Application) -> AbstractContextManager[Outcome]:
    """An act on a grant, under the audit log."""
    told = event(
        tindakan="izin",
        objek={"jenis": "izin", "id": izin},
        peran="pengelola izin",
        izin=izin,
        penerima=asked.pemohon.lembaga,
    )
    return audits.recorded(settings, told)


def _rules(settings: Settings) -> rules.Rules:
    return rules.load(settings.dbt_project_dir / "seeds" / "berbagi")


def ground(settings: Settings, day: dt.date) -> Ground:
    """What requests are held against on a day."""
    seeds = settings.dbt_project_dir / "seeds"
    own = _rules(settings)
    held = dictionary.load_book(settings.dbt_project_dir.parent)
    book: dict[tuple[str, str], int | None] = {
        (row.entitas, row.variabel): row.tingkat_akses_terendah for row in held.variables
    }
    with (seeds / "wilayah" / "wilayah_kemendagri.csv").open(encoding="utf-8", newline="") as file:
        regions = frozenset(row["kode"] for row in csv.DictReader(file))
    late = {
        grant.asked.pemohon.lembaga
        for grant in register.grants(settings, own, day)
        if grant.owed(day)
    }
    micro = micro_rules.load().rules
    dropped = frozenset(key for key in book if micro_rules.withheld(micro, {key[0]: [key[1]]}))
    return Ground(own, book, regions, day, frozenset(late), dropped)


def check(settings: Settings, path: Path, day: dt.date) -> tuple[Application, list[Finding]]:
    """A request that is not handed in yet, and all that stands against it up to its agreement.

    Raises DtsenError E-IZIN.
    """
    asked = application.read(path)
    return asked, findings(asked, ground(settings, day), STAGES[-1])


def enter(
    settings: Settings, path: Path, moment: dt.datetime, criteria_file: Path | None = None
) -> Grant:
    """Take up a request with the criteria that it names.

    Raises DtsenError E-IZIN, E-IZIN-ADA, E-KRITERIA, those of the audit log.
    """
    asked = application.read(path)
    if criteria_file is not None:
        criteria.read(criteria_file)
    with _recorded(settings, asked.izin, asked):
        register.enter(settings, path, actor(), moment, criteria_file)
    return find(settings, asked.izin, moment.date())


def find(settings: Settings, izin: str, day: dt.date) -> Grant:
    """One grant. Raises DtsenError E-IZIN-TIADA, E-IZIN."""
    return register.find(settings, _rules(settings), izin, day)


def held(settings: Settings, day: dt.date) -> list[Grant]:
    """All grants as they stand on a day."""
    return register.grants(settings, _rules(settings), day)


def statement(grant: Grant, to: str, reason: str) -> bytes:
    """What is signed for a step: which grant, which request, from where to where and why."""
    told = {
        "izin": grant.id,
        "permohonan": grant.sidik,
        "dari": grant.keadaan,
        "ke": to,
        "alasan": reason.strip(),
    }
    # whoever approves a grant approves the criteria that choose its rows
    told |= {"kriteria": grant.kriteria} if grant.kriteria else {}
    return (json.dumps(told, sort_keys=True, ensure_ascii=False) + "\n").encode()


def move(
    settings: Settings,
    izin: str,
    to: str,
    moment: dt.datetime,
    *,
    reason: str = "",
    file: Path | None = None,
    criteria_file: Path | None = None,
    signature: Path | None = None,
    signer: Signer | None = None,
) -> Grant:
    """Take a grant one step on; what the step needs is looked at first.

    ``file`` is the completed request, for the step ``dilengkapi`` alone, with the criteria that it
    names; ``signature`` is about
    :func:`statement`, and ``signer`` says whose it is. Raises DtsenError E-IZIN, E-IZIN-TIADA,
    E-IZIN-ALIH, E-IZIN-SYARAT, E-IZIN-TANDA, those of the audit log.
    """
    against = ground(settings, moment.date())
    grant = register.find(settings, against.rules, izin, moment.date())
    with _recorded(settings, izin, grant.asked):
        if file is not None or to == register.COMPLETED:
            grant = _completed(settings, grant, to, file, criteria_file)
        _take(settings, grant, to, against, moment, reason, signature, signer)
    return find(settings, izin, moment.date())


def _completed(
    settings: Settings, grant: Grant, to: str, file: Path | None, criteria_file: Path | None
) -> Grant:
    """The grant with the completed request, which belongs to one step alone."""
    register.possible(grant, to, _rules(settings))
    if file is None or to != register.COMPLETED:
        needed = "permohonan yang dilengkapi / the completed request"
        raise DtsenError("E-IZIN-SYARAT", izin=grant.id, ke=to, reason=needed)
    if criteria_file is not None:
        criteria.read(criteria_file)
    return register.completed(settings, grant, file, criteria_file)


def _take(
    settings: Settings,
    grant: Grant,
    to: str,
    against: Ground,
    moment: dt.datetime,
    reason: str,
    signature: Path | None,
    signer: Signer | None,
) -> None:
    izin = grant.id
    step = register.possible(grant, to, against.rules)
    if step.perlu_alasan and not reason.strip():
        raise DtsenError("E-IZIN-SYARAT", izin=izin, ke=to, reason="alasan / a reason")
    if step.pemeriksaan in STAGES:
        stops = [found for found in findings(grant.asked, against, step.pemeriksaan) if found.stops]
        if stops:
            told = "; ".join(f"{found.kode} ({found.di})" for found in stops)
            raise DtsenError("E-IZIN-SYARAT", izin=izin, ke=to, reason=told)
    who = actor()
    if step.perlu_tanda_tangan:
        if signature is None or signer is None:
            missing = "tanda tangan tidak diberikan / no signature given"
            raise DtsenError("E-IZIN-TANDA", izin=izin, ke=to, reason=missing)
        who = Actor(who.akun, signer(statement(grant, to, reason), signature))
    register.take(settings, grant, to, who, moment, reason)


def bring(settings: Settings, izin: str, duty: str, file: Path, moment: dt.datetime) -> Grant:
    """Note a report on use, or feedback, that came. Raises DtsenError E-IZIN-TIADA, E-IZIN."""
    grant = find(settings, izin, moment.date())
    try:
        sidik = sha256(file)
    except OSError as error:
        raise DtsenError("E-IZIN", file=file.name, reason=type(error).__name__) from None
    with _recorded(settings, izin, grant.asked):
        register.brought(settings, grant, duty, sidik, actor(), moment)
    return find(settings, izin, moment.date())
