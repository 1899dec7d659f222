"""`dtsen package`: packages of a release under a grant, built, held for signatures, released.

Brings together grants, a sealed release, the rows under the recipient's keys and the envelope.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from dagster_dtsen import (
    audits,
    grants,
    journal,
    package_cargo,
    package_facts,
    package_recipients,
    package_sources,
)
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import Act, event
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.package_cargo import Load
from dagster_dtsen.parcels import ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.release import as_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import counts, entitled
from dagster_dtsen.sharing.check import Ground
from dagster_dtsen.sharing.register import Grant


def build(settings: Settings, wanted: package_sources.Wanted, moment: dt.datetime) -> Package:
    """Build and seal a package; it is released at once where its level asks for no signature.

    Raises DtsenError E-IZIN-TIADA, E-IZIN-BATAS, E-KIRIM, E-SERTIFIKAT, E-BERKAS-ADA,
    E-PAKET-SEGEL, E-PAKET-KUNCI, those of releases, criteria and the audit log.
    """
    day = moment.date()
    ground = grants.ground(settings, day)
    grant = grants.find(settings, wanted.izin, day)
    allowed = permitted(grant, ground, day)
    agency = package_sources.agency(settings, grant.id)
    recipient = package_recipients.recipient(settings, grant, wanted, agency)
    with ledger.one_at_a_time(settings, grant.id):
        number, name, before = ledger.next_number(settings, grant.id, grant.asked.pemohon.lembaga)
        _clear_dead(settings, name)
        base = package_sources.base(settings, grant, wanted)
        opened = as_of.opened(
            settings, package_sources.release(settings, wanted.release, wanted.izin)
        )
        with (
            recorded(settings, "bangun", name, grant) as outcome,
            _all_or_nothing(settings, name),
            package_recipients.told(recipient, wanted.passphrase_to),
            opened as found,
        ):
            load = Load(settings, found, grant, ground, wanted, (number, name, before), agency)
            cargo = (
                package_cargo.of_counts(load, allowed)
                if isinstance(allowed, counts.Counts)
                else package_cargo.of_rows(load, allowed, base)
            )
            made = envelope.build(
                settings.packages_dir / ledger.HELD / name,
                cargo.contents,
                cargo.about,
                recipient,
                agency,
                moment,
            )
            cargo.keep()
            outcome.rows = package_facts.counted(grant, made)
            line = package_facts.line(grant, made, cargo.keys)
            ledger.note(settings, line | {"oleh": journal.account(), "pada": moment.isoformat()})
        package = ledger.find(settings, name)
        if not ground.rules.tingkat[allowed.tingkat].tanda_tangan_paket:
            package_sources.look_again(settings, package, day)
            return hand_over(settings, package, grant, [], moment)
    return package


def permitted(grant: Grant, ground: Ground, day: dt.date) -> entitled.Entitlement | counts.Counts:
    """What the grant permits on that day: rows, or counts. Raises DtsenError E-IZIN-BATAS."""
    if grant.asked.level < entitled.ROWS_FROM:
        return counts.of(grant, ground.rules, ground.book, day)
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
