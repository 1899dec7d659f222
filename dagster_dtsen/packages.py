"""`dtsen package`: packages of a release under a grant, built, held for signatures, released.

Brings together grants, a sealed release, the rows under the recipient's keys and the envelope.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from dagster_dtsen import (
    audits,
    grants,
    journal,
    package_facts,
    package_filling,
    package_supervision,
)
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import Act, event
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.envelope import certificates, cms, manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sync_tree
from dagster_dtsen.package_filling import Filling
from dagster_dtsen.parcels import change, content, ledger, pseudonym
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.parcels.pseudonym import Pseudonyms
from dagster_dtsen.release import as_of, store
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.check import Ground
from dagster_dtsen.sharing.register import Grant


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a grant, the recipient's certificate, and how.

    ``release`` None: the newest in use. ``difference``: against the last package of the grant.
    """

    izin: str
    certificate: Path
    release: str | None = None
    form: Form = "parquet"
    difference: bool = False


def build(settings: Settings, wanted: Wanted, moment: dt.datetime) -> Package:
    """Build and seal a package; it is released at once where its level asks for no signature.

    Raises DtsenError E-IZIN-TIADA, E-IZIN-BATAS, E-KIRIM, E-KIRIM-TAHAN, E-SERTIFIKAT,
    E-PAKET-SEGEL, E-PAKET-KUNCI, those of releases, criteria and the audit log.
    """
    day = moment.date()
    ground = grants.ground(settings, day)
    grant = grants.find(settings, wanted.izin, day)
    allowed = permitted(grant, ground, day)
    agency = agency_of(settings, grant.id)
    recipient = _recipient(grant, wanted.certificate, agency)
    with ledger.one_at_a_time(settings, grant.id):
        number, name, before = ledger.next_number(settings, grant.id, grant.asked.pemohon.lembaga)
        _clear_dead(settings, name)
        base = _base(settings, grant, wanted)
        opened = as_of.opened(settings, _release(settings, wanted))
        with recorded(settings, "bangun", name, grant) as outcome, opened as found:
            keys = _keys(settings, grant, base)
            keys.hand_over(found.con)
            filling = _filled(settings, found, grant, allowed, base)
            about = package_facts.about(
                grant, ground.rules, filling, (number, name, before), wanted.form, base
            )
            _keep(settings, filling, name)
            made = envelope.build(
                settings.packages_dir / ledger.HELD / name,
                _contents(settings, filling, about, grant, agency),
                about,
                recipient,
                agency,
                moment,
            )
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


def agency_of(settings: Settings, izin: str) -> envelope.Agency:
    """Who signs packages here, as configured. Raises DtsenError E-KIRIM, E-SERTIFIKAT."""
    cert, key, trust = settings.agency_cert, settings.agency_key, settings.agency_trust
    if cert is None or key is None or trust is None:
        reason = "DTSEN_AGENCY_CERT, DTSEN_AGENCY_KEY, DTSEN_AGENCY_TRUST"
        raise DtsenError("E-KIRIM", izin=izin, reason=reason)
    secret = settings.agency_passphrase
    passphrase = secret.get_secret_value() if secret else ""
    return envelope.Agency(
        certificates.load(cert),
        cms.Key(key, passphrase or None),
        certificates.load_trust(trust),
    )


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
    with recorded(settings, "segel", package.id, grant):
        target = settings.packages_dir / package.id
        held = settings.packages_dir / ledger.HELD / package.id
        if held.exists():
            held.rename(target)
        line = {"jenis": ledger.RELEASED, "paket": package.id, "oleh": journal.account()}
        ledger.note(settings, line | {"pada": moment.isoformat(), "penanda": list(signers)})
    return ledger.find(settings, package.id)


def _recipient(grant: Grant, path: Path, agency: envelope.Agency) -> envelope.Recipient:
    if grant.asked.sertifikat is None:
        reason = "izin tanpa sertifikat enkripsi / the grant names no certificate to seal for"
        raise DtsenError("E-KIRIM", izin=grant.id, reason=reason)
    return envelope.Recipient(certificates.load(path), grant.asked.sertifikat, agency.trust)


def _release(settings: Settings, wanted: Wanted) -> str:
    """The release asked for, which must be in use: a withdrawn one is handed to nobody."""
    held = {item.name: item for item in store.stored(settings)}
    if not held:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    if wanted.release is None:
        return list(held)[-1]
    name = store.named(settings, wanted.release).name
    if name not in held:
        reason = f"rilis {name} ditarik atau diganti / withdrawn or replaced"
        raise DtsenError("E-KIRIM", izin=wanted.izin, reason=reason)
    return name


def _base(settings: Settings, grant: Grant, wanted: Wanted) -> Package | None:
    if not wanted.difference:
        return None
    base = ledger.last_of(settings, grant.id)
    if base is None:
        reason = "belum ada paket untuk dibandingkan / no package to compare with"
        raise DtsenError("E-KIRIM", izin=grant.id, reason=reason)
    return base


def _keys(settings: Settings, grant: Grant, base: Package | None) -> Pseudonyms:
    """A difference must be under the keys of its base: others would change every row."""
    asked = grant.asked
    keys = pseudonym.load(settings, grant.id, asked.pemohon.lembaga, asked.tujuan)
    if base is not None and base.facts["samaran"] != keys.print:
        reason = "kunci samaran berganti; kirim paket penuh / other keys: send a whole package"
        raise DtsenError("E-KIRIM", izin=grant.id, reason=reason)
    return keys


def _filled(
    settings: Settings,
    found: as_of.Release,
    grant: Grant,
    allowed: entitled.Entitlement,
    base: Package | None,
) -> Filling:
    filling = Filling(found, package_filling.lay(settings, found, grant, allowed), None, 0)
    if base is None:
        return filling
    since = package_filling.since(settings, found, base)
    before = content.kept(settings, base.rows_dir(settings))
    return package_filling.compare(filling, before, since)


def _keep(settings: Settings, filling: Filling, name: str) -> None:
    """Keep keys and hashes of the rows, and which of them this package holds."""
    folder = settings.package_rows_dir / name
    folder.mkdir(mode=0o700, parents=True)
    for table in filling.tables:
        sent = "true" if filling.changes is None else change.sent(table)
        content.keep(filling.found.con, settings, folder, table, sent)
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
    yield from package_papers.papers(settings, filling, asdict(about), _name(agency))
    body = grant.asked.pemohon
    last = ledger.last_of(settings, grant.id)
    releases = package_filling.since(settings, filling.found, last)
    yield from package_filling.answers(filling, body.lembaga, body.nama, releases)
    if grant.asked.kegiatan == package_supervision.ACTIVITY:
        yield from package_supervision.contents(settings, filling)


def _name(agency: envelope.Agency) -> str:
    return agency.certificate.subject.rfc4514_string()


def _clear_dead(settings: Settings, name: str) -> None:
    """Remove what a killed build of this package left: it stands in no log, nobody has it."""
    shutil.rmtree(settings.packages_dir / ledger.HELD / name, ignore_errors=True)
    shutil.rmtree(settings.package_rows_dir / name, ignore_errors=True)
