"""The papers of the demonstration: agreement, record and receipt of every package, all signed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dagster_dtsen import handover_receipts, handover_signing, handovers, packages
from dagster_dtsen.envelope import certificates, cms
from dagster_dtsen.handover import paper
from dagster_dtsen.handover_signing import PaperSigner
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.settings import Settings
from dagster_dtsen.twin import certificates as made_up

RECEIVER = "-penerima"
_OFFICIAL = paper.Official(nama="Pejabat Contoh", jabatan="Deputi Contoh Statistik Sosial")


def receivers(names: list[str]) -> list[str]:
    """Who signs receipts for each recipient: another certificate than the one sealed for."""
    return [f"{name}{RECEIVER}" for name in names]


def papers(
    settings: Settings, folder: Path, package: Package, name: str, moment: dt.datetime
) -> None:
    """Agreement, record and receipt of one package into ``folder/naskah``."""
    target = folder / "naskah"
    target.mkdir(mode=0o700, exist_ok=True)
    signer = _agency(settings, moment)
    izin = str(package.facts["izin"])
    said = paper.Paper(
        nomor=f"B-{package.facts['nomor']}/CONTOH/{moment.year}",
        tanggal=moment.date(),
        tempat="Jakarta",
        pihak_pertama=_OFFICIAL,
    )
    agreement = target / f"nda-{izin}.pdf"
    if not agreement.exists():
        handovers.nda(settings, izin, agreement, said, moment, signer)
    place = packages.folder_of(settings, package)
    record = target / f"bast-{package.id}.pdf"
    record.unlink(missing_ok=True)
    handovers.bast(settings, place, record, said, moment, signer)
    _receipt(settings, folder, package, name, moment)


def _agency(settings: Settings, moment: dt.datetime) -> PaperSigner:
    cert, key, trust = settings.agency_cert, settings.agency_key, settings.agency_trust
    assert cert is not None and key is not None and trust is not None
    return handover_signing.signer(cert, cms.Key(key), trust, moment)


def _receipt(
    settings: Settings, folder: Path, package: Package, name: str, moment: dt.datetime
) -> None:
    """What the recipient signs about the manifest, taken into the log."""
    keys, own = folder / "kunci", f"{name}{RECEIVER}"
    place = packages.folder_of(settings, package)
    content = handover_receipts.statement(place, moment.date()).text()
    file, signature = (folder / "naskah" / f"terima-{package.id}.{end}" for end in ("json", "p7s"))
    file.write_bytes(content)
    certificate = certificates.load(keys / f"{own}.pem")
    signature.write_bytes(cms.sign(content, certificate, [], cms.Key(keys / f"{own}.key")))
    trust = certificates.load_trust(made_up.trust(keys, folder / f"percaya-{name}", [own]))
    handover_receipts.take(settings, package.id, file, signature, trust, moment)
