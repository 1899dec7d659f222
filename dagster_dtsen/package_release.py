"""What becomes of a held package: signed by two and released, or discarded."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dagster_dtsen import grants, journal, package_sources, packages
from dagster_dtsen.envelope import certificates, cms, manifest
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256, sync
from dagster_dtsen.parcels import ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.settings import Settings


def statement(package: Package) -> bytes:
    """What is signed to let a package go: which one, by its manifest, for whom."""
    facts = package.facts
    told = {name: facts[name] for name in ("paket", "izin", "lembaga", "manifes", "tingkat")}
    return (json.dumps(told | {"tindakan": "serah"}, sort_keys=True) + "\n").encode()


def place_of(settings: Settings, package: Package) -> str | None:
    """Where its files are, below the home; None of a discarded one."""
    if package.state == ledger.DISCARDED:
        return None
    return str(packages.folder_of(settings, package).relative_to(settings.root))


def release(
    settings: Settings,
    name: str,
    signatures: Sequence[Path],
    trust: Path | None,
    moment: dt.datetime,
) -> Package:
    """Let a held package go. Each signature is detached CMS about :func:`statement`.

    As many as its level asks for, by different certificates and keys of the trust folder. Raises
    DtsenError E-KIRIM (also: the release is not in use any more, or from before an erasure;
    somebody in the package was restricted since),
    E-IZIN-BATAS (the grant has ended since), E-PAKET-RUSAK, E-SERTIFIKAT, those of releases and
    of the audit log.
    """
    day = moment.date()
    with _one_held(settings, name) as package:
        ground = grants.ground(settings, day)
        grant = grants.find(settings, str(package.facts["izin"]), day)
        packages.permitted(grant, ground, day)
        package_sources.look_again(settings, package, day)
        _unchanged(settings, package)
        needed = ground.rules.tingkat[int(package.facts["tingkat"])].tanda_tangan_paket
        signers = _signers(package, signatures, trust, moment) if needed else []
        if len(signers) < needed:
            reason = f"perlu {needed} tanda tangan yang berlainan, ada {len(signers)} / signatures"
            raise DtsenError("E-KIRIM", paket=name, reason=reason)
        return packages.hand_over(settings, package, grant, signers, moment)


def discard(settings: Settings, name: str, reason: str, moment: dt.datetime) -> Package:
    """Take a held package away; its number is given again. Raises as :func:`release`.

    The files go before the note: after a kill in between it is held still, and is discarded again.
    """
    if not reason.strip() or journal.holds_number(reason):
        raise DtsenError("E-KIRIM", paket=name, reason="alasan / a reason")
    with _one_held(settings, name) as package:
        grant = grants.find(settings, str(package.facts["izin"]), moment.date())
        with packages.recorded(settings, "tolak", name, grant):
            _remove(settings, package)
            line = {"jenis": ledger.DISCARDED, "paket": name, "oleh": journal.account()}
            told = {"pada": moment.isoformat(), "alasan": reason.strip()}
            ledger.note(settings, line | told)
    return ledger.find(settings, name)


@contextmanager
def _one_held(settings: Settings, name: str) -> Iterator[Package]:
    """A held package, while nobody else lets it go or discards it. Raises DtsenError E-KIRIM."""
    izin = str(ledger.find(settings, name).facts["izin"])
    with ledger.one_at_a_time(settings, izin):
        package = ledger.find(settings, name)
        if package.state != ledger.BUILT:
            reason = f"sudah {package.state} / already"
            raise DtsenError("E-KIRIM", paket=name, reason=reason)
        yield package


def _remove(settings: Settings, package: Package) -> None:
    """Its files, also where a kill left them ready to be taken.

    The manifest first: without it nothing of the package can be let go or opened.
    """
    places = (settings.packages_dir, settings.packages_dir / ledger.HELD)
    for folder in (place / package.id for place in places):
        (folder / manifest.MANIFEST).unlink(missing_ok=True)
    for folder in (*(place / package.id for place in places), package.rows_dir(settings)):
        if folder.exists():
            shutil.rmtree(folder)
            sync(folder.parent)


def _unchanged(settings: Settings, package: Package) -> None:
    """The manifest must be the one that was built; its parts are held against it by recipients."""
    folder = packages.folder_of(settings, package)
    path = folder / manifest.MANIFEST
    if not path.is_file() or sha256(path) != package.facts["manifes"]:
        reason = "manifes bukan yang dibangun / not the manifest that was built"
        raise DtsenError("E-PAKET-RUSAK", package=package.id, reason=reason)


def _signers(
    package: Package, signatures: Sequence[Path], trust: Path | None, moment: dt.datetime
) -> list[str]:
    """Fingerprints of those who signed; one key counts once, whatever certificates it has."""
    if trust is None:
        raise DtsenError("E-KIRIM", paket=package.id, reason="--trust FOLDER")
    trusted = certificates.load_trust(trust)
    found: dict[str, str] = {}
    for path in signatures:
        try:
            signed = cms.verify(statement(package), path.read_bytes(), trusted, moment)
        except (OSError, Refused) as error:
            told = str(error) if isinstance(error, Refused) else type(error).__name__
            reason = f"{path.name}: {told}"
            raise DtsenError("E-KIRIM", paket=package.id, reason=reason) from None
        key = certificates.key_fingerprint(signed.signer.public_key())
        found[key] = certificates.fingerprint(signed.signer)
    return sorted(found.values())
