"""Return packages on their way out: as files for this account, or sealed for their provider.

In an encrypted home the rows stand under its key; taking them out is an act in the audit log.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import audits, package_sources, warehouse
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.envelope import certificates, manifest
from dagster_dtsen.envelope.build import Content, of_bytes
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import parts
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.reception.returns import SUMMARY, rows
from dagster_dtsen.release import rekey
from dagster_dtsen.settings import Settings

_FORMS: tuple[Form, ...] = ("parquet", "csv")
_LICENCE = "pengembalian"
_LEVEL = 4


def find(settings: Settings, delivery: str) -> Path:
    """Folder of the newest package of ``delivery``; a refusal may be told in several releases.

    Raises DtsenError E-PAKET-TIADA.
    """
    found = [
        path.parent
        for path in settings.returns_dir.glob(f"*/*/*/{SUMMARY}")
        if path.parent.name == delivery
    ]
    if not found:
        raise DtsenError("E-PAKET-TIADA", delivery=delivery, home=settings.home)
    return max(found, key=lambda folder: folder.parts[-3])


def take(
    settings: Settings,
    delivery: str,
    target: Path,
    moment: dt.datetime,
    certificate: Path | None = None,
) -> None:
    """Write the package of a delivery to the new folder ``target``.

    With the provider's certificate sealed for it and signed by the agency, as :mod:`envelope` does.
    Raises DtsenError E-PAKET-TIADA, E-FOLDER-TERISI, E-KIRIM, E-SERTIFIKAT, E-BERKAS-ADA, those of
    the envelope and of the audit log.
    """
    folder = find(settings, delivery)
    if target.exists():
        raise DtsenError("E-FOLDER-TERISI", path=target)
    told = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    acting = audits.acting(
        settings,
        "ekspor",
        "daftar",
        audits.delivery(delivery),
        penerima=told["penyedia"],
        tujuan=rows.NAME,
        rilis=told["rilis"],
    )
    with acting, warehouse.rekeying(settings, settings) as con:
        contents = _contents(settings, con, folder)
        if certificate is None:
            _written(contents, target)
        else:
            _sealed(settings, contents, target, told, certificate, moment)


def _contents(
    settings: Settings, con: duckdb.DuckDBPyConnection, folder: Path
) -> Iterator[Content]:
    table = folder / f"{rows.NAME}.parquet"
    if table.exists():
        relation = warehouse.read_parquet(rekey.written_by(settings, table), str(table))
        columns = [str(row[0]) for row in con.execute(f"describe from {relation}").fetchall()]
        for form in _FORMS:
            query = rows.taken(relation, form, columns)
            for part in parts.parts(con, query, rows.NAME, form):
                # the page calls the first one by its plain name
                yield Content(part.name.replace("-0001.", "."), rows.NAME, part.write)
    for path in sorted(folder.iterdir()):
        if path.stem != rows.NAME:
            yield of_bytes(path.name, "penjelasan_kembali", path.read_bytes())


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
) -> None:
    agency = package_sources.agency(settings, told["kiriman"])
    sealed_for = certificates.load(certificate)
    number = str(told.get("perjanjian") or "tanpa-perjanjian")
    contract = next(item for item in load_contracts() if item.penyedia == told["penyedia"])
    agreement = contract.agreement(number)
    last = agreement.berlaku_sampai if agreement else moment.date()
    about = manifest.About(
        f"kembali-{told['kiriman']}",
        1,
        None,
        str(told["lembaga"]),
        number,
        str(told["rilis"]),
        _LEVEL,
        _LICENCE,
        False,
        last.isoformat(),
        {"penyedia": told["penyedia"], "status": told["status"], "rekaman": told["rekaman"]},
    )
    recipient = envelope.Recipient(sealed_for, certificates.fingerprint(sealed_for), agency.trust)
    envelope.build(target, contents, about, recipient, agency, moment)
