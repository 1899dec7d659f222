"""Receipts of packages: what a recipient signs, what comes back, and what does not.

Brings together the rooms `handover`, `envelope` and `audit`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, grants
from dagster_dtsen.audit.event import event
from dagster_dtsen.envelope import certificates, check, cms, manifest, signed_data
from dagster_dtsen.envelope.certificates import Trust
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import receipt
from dagster_dtsen.handover.receipt import Statement, refused
from dagster_dtsen.handovers import ROLE, manifest_of
from dagster_dtsen.settings import Settings

_MOST_SIGNATURE = 1 << 20


def statement(folder: Path, received: dt.date) -> Statement:
    """What a recipient signs for the package in ``folder``; needs no home.

    Raises DtsenError E-TERIMA.
    """
    try:
        made, sidik = manifest_of(folder)
    except Refused as reason:
        raise refused(folder.name, str(reason)) from None
    return _statement(made, sidik, received.isoformat())


def _statement(made: manifest.Manifest, sidik: str, received: str) -> Statement:
    about = made.about
    return Statement(about.id_paket, sidik, about.penerima, about.nomor, received)


def take(
    settings: Settings,
    package: str,
    file: Path,
    signature: Path,
    trust: Trust,
    moment: dt.datetime,
) -> tuple[Statement, bool]:
    """Check a signed receipt and record it; False when the same one was recorded before.

    Raises DtsenError E-TERIMA, those of the audit log.
    """
    if not receipt.PACKAGE_ID.fullmatch(package):
        raise refused("…", "pengenal paket salah / no id of a package")
    told = event(
        tindakan="terima",
        objek={"jenis": "paket", "id": package},
        peran=ROLE,
        **_whose(settings, package, moment.date()),
    )
    with audits.recorded(settings, told):
        try:
            return _take(settings, package, file, signature, trust, moment)
        except Refused as reason:
            raise refused(package, str(reason)) from None


def _whose(settings: Settings, package: str, day: dt.date) -> dict[str, str]:
    """Grant and recipient of a package for the audit log, as far as they are known."""
    try:
        izin = manifest_of(settings.packages_dir / package)[0].about.id_izin
        return {"izin": izin, "penerima": grants.find(settings, izin, day).asked.pemohon.lembaga}
    except (Refused, DtsenError):
        return {}


def _take(
    settings: Settings,
    package: str,
    file: Path,
    signature: Path,
    trust: Trust,
    moment: dt.datetime,
) -> tuple[Statement, bool]:
    folder = settings.packages_dir / package
    if not folder.is_dir():
        raise Refused("paket itu tidak ada di rumah ini / this home has no such package")
    made, sidik = manifest_of(folder)
    content = _read(file, receipt.MOST_BYTES)
    said = receipt.read(content, package)
    if said != _statement(made, sidik, said.diterima):
        raise Refused("menyebut paket atau manifes lain / it names another package or manifest")
    if not made.dibuat[:10] <= said.diterima <= moment.date().isoformat():
        raise Refused("tanggal diterima di luar kemungkinan / the day cannot be")
    proof = _read(signature, _MOST_SIGNATURE)
    signed = cms.verify(content, proof, trust, moment)
    own = signed_data.read(check.read_plain(folder / manifest.SIGNATURE, _MOST_SIGNATURE))
    if (signed.signer.issuer.public_bytes(), signed.signer.serial_number) == (
        own.issuer,
        own.serial,
    ):
        raise Refused("ditandatangani pengirim sendiri / signed by the sender itself")
    signer = certificates.fingerprint(signed.signer)
    new = receipt.add(settings.package_receipts_file, said, proof, signer, signed.moment, moment)
    return said, new


def _read(path: Path, most: int) -> bytes:
    try:
        return check.read_plain(path, most)
    except Refused:
        raise Refused(f"{path.name}: tidak terbaca / cannot be read") from None


def held(settings: Settings, day: dt.date) -> list[dict[str, Any]]:
    """Packages of the home by id as of a day, each with its receipt or the days it is waited for.

    ``keadaan``: diterima, menunggu, terlambat (after ``Settings.tanda_terima_hari``), or rusak for
    a folder whose manifest cannot be read, or is not the one that was received.
    """
    receipts = receipt.lines(settings.package_receipts_file)
    root = settings.packages_dir
    folders = sorted(root.iterdir()) if root.is_dir() else []
    told = [
        _one(settings, folder, receipts, day)
        for folder in folders
        if folder.is_dir() and not folder.name.startswith(".")
    ]
    return [item for item in told if item is not None]


def _one(
    settings: Settings, folder: Path, receipts: dict[str, dict[str, Any]], day: dt.date
) -> dict[str, Any] | None:
    found: dict[str, Any] = {"id_paket": folder.name, "keadaan": "rusak"}
    try:
        made, sidik = manifest_of(folder)
    except Refused:
        return found
    about, sent = made.about, dt.date.fromisoformat(made.dibuat[:10])
    if sent > day:
        return None
    found |= {
        "penerima": about.penerima,
        "nomor": about.nomor,
        "izin": about.id_izin,
        "rilis": about.rilis,
        "dibuat": sent.isoformat(),
        "diterima": None,
        "hari_menunggu": (day - sent).days,
    }
    line = receipts.get(folder.name)
    if about.id_paket != folder.name or (line and line["sidik_manifes"] != sidik):
        return found
    if line and line["diterima"] <= day.isoformat():
        received = {"diterima": line["diterima"], "hari_menunggu": 0, "keadaan": "diterima"}
        return found | received
    late = found["hari_menunggu"] > settings.tanda_terima_hari
    return found | {"keadaan": "terlambat" if late else "menunggu"}


def alarming(found: list[dict[str, Any]]) -> bool:
    """Whether a receipt is missing after its days, or a package is damaged."""
    return any(item["keadaan"] in ("terlambat", "rusak") for item in found)
