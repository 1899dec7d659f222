"""Packages for those who sent something: as files for this account, or sealed for them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from dagster_dtsen import package_sources
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.envelope import certificates, manifest
from dagster_dtsen.envelope.build import Content
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.settings import Settings

# bad rows of a delivery, or the answer to a list
Kind = Literal["kembali", "padan"]
LICENCES: dict[Kind, str] = {"kembali": "pengembalian", "padan": "pemadanan"}
_LEVEL = 4


def hand_out(
    settings: Settings,
    contents: Iterator[Content],
    target: Path,
    told: dict[str, Any],
    moment: dt.datetime,
    certificate: Path | None = None,
    kind: Kind = "kembali",
) -> None:
    """Write ``contents`` to the new folder ``target``, sealed for the ``certificate`` if given.

    ``told``: the summary of the package. ``moment``: as of when certificates are judged. Raises
    DtsenError E-FOLDER-TERISI, E-KIRIM, E-SERTIFIKAT, E-BERKAS-ADA, those of the envelope.
    """
    if target.exists():
        raise DtsenError("E-FOLDER-TERISI", path=target)
    if certificate is None:
        _written(contents, target)
    else:
        _sealed(settings, contents, target, told, certificate, moment, kind)


def _written(contents: Iterator[Content], target: Path) -> None:
    """All files, for this account alone, or none."""
    aside = target.with_name(f".{target.name}.bangun")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700, parents=True)
    try:
        for item in contents:
            path = aside / item.name
            path.touch(mode=0o600)
            with path.open("wb") as file:
                item.write(file)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _sealed(
    settings: Settings,
    contents: Iterator[Content],
    target: Path,
    told: dict[str, Any],
    certificate: Path,
    moment: dt.datetime,
    kind: Kind,
) -> None:
    agency = package_sources.agency(settings, told["kiriman"])
    sealed_for = certificates.load(certificate)
    number = str(told.get("perjanjian") or "tanpa-perjanjian")
    contract = next(item for item in load_contracts() if item.penyedia == told["penyedia"])
    agreement = contract.agreement(number)
    last = agreement.berlaku_sampai if agreement else moment.date()
    about = manifest.About(
        f"{kind}-{told['kiriman']}",
        1,
        None,
        str(told["lembaga"]),
        number,
        str(told["rilis"]),
        _LEVEL,
        LICENCES[kind],
        False,
        last.isoformat(),
        {"penyedia": told["penyedia"], "status": told["status"], "rekaman": told.get("rekaman")},
    )
    recipient = envelope.Recipient(sealed_for, certificates.fingerprint(sealed_for), agency.trust)
    envelope.build(target, contents, about, recipient, agency, moment)
