"""`dtsen handover`: papers and receipts of packages, from the grant and the manifest alone.

Brings together the rooms `handover`, `envelope`, `sharing`, `audit` and the dictionary.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, dictionary, grants, handover_consistency, handover_sources
from dagster_dtsen.audit.event import Event, event
from dagster_dtsen.envelope import check, manifest
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_once
from dagster_dtsen.handover import agreement as agreements
from dagster_dtsen.handover import facts, paper, record, typeset
from dagster_dtsen.handover_signing import PaperSigner
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import register, rules

ROLE = "petugas serah terima"
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def manifest_of(package: Path) -> tuple[manifest.Manifest, str]:
    """The manifest of a package folder and the SHA-256 of its bytes. Raises Refused."""
    content = check.read_plain(package / manifest.MANIFEST, manifest.LARGEST)
    return manifest.read(content), hashlib.sha256(content).hexdigest()


def bast(
    settings: Settings,
    folder: Path,
    target: Path | None,
    own: paper.Paper,
    moment: dt.datetime,
    signer: PaperSigner | None = None,
) -> dict[str, Any]:
    """Write the record of a package and tell what stands in it; ``target``: here by default.

    Raises DtsenError E-SERAH, E-SERAH-TANDA, E-IZIN-TIADA, E-TEMPLAT-RUSAK, E-BERKAS-ADA, those of
    the audit log.
    """
    try:
        made, sidik = manifest_of(folder)
    except Refused as reason:
        raise facts.refused(folder.name, str(reason)) from None
    about = made.about
    said = facts.read(about.fakta, about.id_paket)
    grant = grants.find(settings, about.id_izin, moment.date())
    handover_consistency.check(grant, rules_of(settings), made, said)
    package = handover_sources.package(made, sidik)
    page = record.page(
        package,
        said,
        handover_sources.party(grant),
        own,
        _labels(settings),
        grant.asked.dasar_hukum,
    )
    path = target or Path(f"bast-{about.id_paket.replace('/', '_')}.pdf")
    told = event(
        tindakan="serah",
        objek={"jenis": "paket", "id": about.id_paket},
        peran=ROLE,
        izin=grant.id,
        penerima=grant.asked.pemohon.lembaga,
        tujuan=said.tujuan[:200],
    )
    form = settings.handover_form(f"bast_{said.lampiran}")
    stamp = dt.datetime.strptime(made.dibuat, _MOMENT).replace(tzinfo=dt.UTC)
    written = _issue(
        settings,
        told,
        path,
        lambda: typeset.pdf(form, "bast.typ", page, stamp),
        signer,
        sum(said.baris.values()),
    )
    return written | {"lampiran": said.lampiran, "baris": said.baris} | _told(package)


def nda(
    settings: Settings,
    izin: str,
    target: Path | None,
    own: paper.Paper,
    moment: dt.datetime,
    signer: PaperSigner | None = None,
) -> dict[str, Any]:
    """Write the confidentiality agreement of a grant.

    Raises DtsenError E-SERAH (a grant that was refused, revoked or has ended), and as :func:`bast`.
    """
    grant = grants.find(settings, izin, moment.date())
    if grant.keadaan in register.LAST:
        raise facts.refused(izin, f"keadaan izin / state of the grant: {grant.keadaan}")
    asked = grant.asked
    granted = handover_sources.granted(grant, rules_of(settings))
    page = agreements.page(granted, handover_sources.party(grant), own, _labels(settings))
    path = target or Path(f"nda-{izin}.pdf")
    told = event(
        tindakan="serah",
        objek={"jenis": "izin", "id": izin},
        peran=ROLE,
        izin=izin,
        penerima=asked.pemohon.lembaga,
        tujuan="perjanjian kerahasiaan / confidentiality agreement",
    )
    # the request in force was handed in then, whatever steps followed
    entered = next(line["pada"] for line in grant.langkah if line["sidik"] == grant.sidik)
    stamp = dt.datetime.fromisoformat(entered)
    form = settings.handover_form("nda")
    written = _issue(
        settings, told, path, lambda: typeset.pdf(form, "nda.typ", page, stamp), signer
    )
    return written | {"lampiran": "E", "izin": izin, "penerima": asked.pemohon.nama}


def _issue(
    settings: Settings,
    told: Event,
    path: Path,
    made: Callable[[], bytes],
    signer: PaperSigner | None,
    rows: int | None = None,
) -> dict[str, Any]:
    """The paper in place under the audit log, signed where somebody signs; nothing is overwritten.

    What the log could not note the end of is taken away again.
    """
    written = False
    try:
        with audits.recorded(settings, told) as outcome:
            pdf = made()
            content = pdf if signer is None else signer.sign(path.name, pdf)
            _write(path, content)
            written, outcome.rows = True, rows
    except BaseException:
        if written:
            path.unlink()
        raise
    return {
        "berkas": str(path),
        "sha256": hashlib.sha256(content).hexdigest(),
        "penanda": signer.name if signer else None,
    }


def _write(path: Path, content: bytes) -> None:
    try:
        write_once(path, content, 0o600)
    except FileExistsError:
        raise DtsenError("E-BERKAS-ADA", path=path.name) from None
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        told = "folder tujuan tidak ada atau tertutup / the folder is missing or closed"
        raise facts.refused(path.name, told) from None


def rules_of(settings: Settings) -> rules.Rules:
    """The rules of access."""
    return rules.load(settings.dbt_project_dir / "seeds" / "berbagi")


def _labels(settings: Settings) -> record.Labels:
    held = dictionary.load_book(settings.dbt_project_dir.parent)
    return {(row.entitas, row.variabel): row.label_id for row in held.variables}


def _told(package: record.Package) -> dict[str, Any]:
    """What is printed of a record, for display and `--json`."""
    return {
        "id_paket": package.id,
        "nomor": package.nomor,
        "izin": package.izin,
        "penerima": package.penerima,
        "rilis": package.rilis,
        "tingkat": package.tingkat,
        "lisensi": package.lisensi,
        "hak_alih": package.hak_alih,
        "berlaku_sampai": package.sampai,
        "sidik_manifes": package.sidik,
        "bagian": [
            {"nama": part.nama, "baris": part.baris, "sha256": part.sha256_tersegel}
            for part in package.bagian
        ],
    }
