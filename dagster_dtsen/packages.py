"""`dtsen package`: packages of a release under a grant, built, held for signatures, released.

Brings together grants, a sealed release, the rows under the recipient's keys and the envelope.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path

from dagster_dtsen import (
    audits,
    grants,
    journal,
    list_links,
    package_facts,
    package_filling,
    package_microdata,
    package_papers,
    package_sources,
    package_supervision,
)
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import Act, event
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.envelope import manifest
from dagster_dtsen.files import sync_tree, write_json
from dagster_dtsen.package_filling import Filling
from dagster_dtsen.parcels import change, content, ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.release import as_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.check import Ground
from dagster_dtsen.sharing.register import Grant


def build(settings: Settings, wanted: package_sources.Wanted, moment: dt.datetime) -> Package:
    """Build and seal a package; it is released at once where its level asks for no signature.

    Raises DtsenError E-IZIN-TIADA, E-IZIN-BATAS, E-KIRIM, E-SERTIFIKAT,
    E-PAKET-SEGEL, E-PAKET-KUNCI, those of releases, criteria and the audit log.
    """
    day = moment.date()
    ground = grants.ground(settings, day)
    grant = grants.find(settings, wanted.izin, day)
    allowed = permitted(grant, ground, day)
    agency = package_sources.agency(settings, grant.id)
    recipient = package_sources.recipient(grant, wanted.certificate, agency)
    with ledger.one_at_a_time(settings, grant.id):
        number, name, before = ledger.next_number(settings, grant.id, grant.asked.pemohon.lembaga)
        _clear_dead(settings, name)
        base = package_sources.base(settings, grant, wanted)
        opened = as_of.opened(settings, package_sources.release(settings, wanted))
        with (
            recorded(settings, "bangun", name, grant) as outcome,
            _all_or_nothing(settings, name),
            opened as found,
        ):
            keys = package_sources.keys(settings, grant, base)
            keys.hand_over(found.con)
            filling = _filled(settings, found, grant, allowed, base, wanted.listed)
            about = package_facts.about(
                grant, ground.rules, filling, (number, name, before), wanted, base
            )
            made = envelope.build(
                settings.packages_dir / ledger.HELD / name,
                _contents(settings, filling, about, grant, agency),
                about,
                recipient,
                agency,
                moment,
            )
            _keep(settings, filling, name)
            outcome.rows = package_facts.counted(grant, made)
            line = package_facts.line(grant, made, keys)
            ledger.note(settings, line | {"oleh": journal.account(), "pada": moment.isoformat()})
        package = ledger.find(settings, name)
        if not ground.rules.tingkat[allowed.tingkat].tanda_tangan_paket:
            return hand_over(settings, package, grant, [], moment)
    return package


def permitted(grant: Grant, ground: Ground, day: dt.date) -> entitled.Entitlement:
    """What the grant permits on that day. Raises DtsenError E-IZIN-BATAS."""
    return entitled.of(grant, ground.rules, ground.book, day)


def folder_of(settings: Settings, package: Package) -> Path:
    """Where the files of a package are; a kill may have come between the move and its note."""
    moved = settings.packages_dir / package.id
    return moved if moved.exists() else package.folder(settings)


def recorded(
    settings: Settings, act: Act, name: str, grant: Grant
) -> AbstractContextManager[Outcome]:
    """An act on a package, under the audit log."""
    told = event(
        tindakan=act,
        objek={"jenis": "paket", "id": name},
        peran="pengelola paket",
        izin=grant.id,
        penerima=grant.asked.pemohon.lembaga,
        tujuan=grant.asked.tujuan,
    )
    return audits.recorded(settings, told)


def hand_over(
    settings: Settings,
    package: Package,
    grant: Grant,
    signers: Sequence[str],
    moment: dt.datetime,
) -> Package:
    """Put a held package where hand-overs are taken from; ``signers``: fingerprints."""
    with recorded(settings, "serah", package.id, grant):
        target = settings.packages_dir / package.id
        held = settings.packages_dir / ledger.HELD / package.id
        if held.exists():
            held.rename(target)
        line = {"jenis": ledger.RELEASED, "paket": package.id, "oleh": journal.account()}
        ledger.note(settings, line | {"pada": moment.isoformat(), "penanda": list(signers)})
    return ledger.find(settings, package.id)


def _filled(
    settings: Settings,
    found: as_of.Release,
    grant: Grant,
    allowed: entitled.Entitlement,
    base: Package | None,
    delivery: str | None,
) -> Filling:
    listed = list_links.kept(settings, grant.id, delivery) if delivery else None
    filling = package_filling.lay(settings, found, grant, allowed, listed)
    if base is None:
        return filling
    since = package_filling.since(settings, found, base)
    before = content.kept(settings, base.rows_dir(settings))
    return package_filling.compare(filling, before, since)


def _keep(settings: Settings, filling: Filling, name: str) -> None:
    """Keep keys and hashes of the rows, which of them this package holds, and who is alone."""
    folder = settings.package_rows_dir / name
    folder.mkdir(mode=0o700, parents=True)
    for table in filling.tables:
        sent = "true" if filling.changes is None else change.sent(table)
        content.keep(filling.found.con, settings, folder, table, sent)
    if filling.micro:
        write_json(folder / package_microdata.KEPT, dict(filling.micro.report))
    sync_tree(folder)


def _contents(
    settings: Settings,
    filling: Filling,
    about: manifest.About,
    grant: Grant,
    agency: envelope.Agency,
) -> Iterator[envelope.Content]:
    form: Form = about.fakta["bentuk"]
    yield from package_filling.data(filling, form)
    yield from package_filling.rows_of_list(filling)
    yield from package_papers.papers(settings, filling, asdict(about), _name(agency))
    body = grant.asked.pemohon
    last = ledger.last_of(settings, grant.id)
    releases = package_filling.since(settings, filling.found, last)
    yield from package_filling.answers(filling, body.lembaga, body.nama, releases)
    if grant.asked.kegiatan == package_supervision.ACTIVITY:
        yield from package_supervision.contents(settings, filling)


def _name(agency: envelope.Agency) -> str:
    return agency.certificate.subject.rfc4514_string()


@contextmanager
def _all_or_nothing(settings: Settings, name: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _clear_dead(settings, name)
        raise


def _clear_dead(settings: Settings, name: str) -> None:
    """Remove what a killed build of this package left: it stands in no log, nobody has it."""
    shutil.rmtree(settings.packages_dir / ledger.HELD / name, ignore_errors=True)
    shutil.rmtree(settings.package_rows_dir / name, ignore_errors=True)
