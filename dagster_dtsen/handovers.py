"""`dtsen handover`: papers and receipts of packages, from the grant and the manifest alone.

Brings together the rooms `handover`, `envelope`, `sharing`, `audit` and the dictionary.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, dictionary, grants
from dagster_dtsen.audit.event import event
from dagster_dtsen.envelope import check, manifest
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_once
from dagster_dtsen.handover import agreement as agreements
from dagster_dtsen.handover import facts, paper, record, typeset
from dagster_dtsen.handover_signing import PaperSigner
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import papers, register, rules
from dagster_dtsen.sharing.register import Grant

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
    _consistent(settings, grant, about, said)
    package = _package(made, sidik)
    page = record.page(
        package, said, _second(grant), own, _labels(settings), grant.asked.dasar_hukum
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
    with audits.recorded(settings, told) as outcome:
        outcome.rows = sum(said.baris.values())
        written = _write(path, typeset.pdf(form, "bast.typ", page, stamp), signer)
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
    asked, own_rules = grant.asked, _rules(settings)
    page = agreements.page(_granted(grant, own_rules), _second(grant), own, _labels(settings))
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
    with audits.recorded(settings, told):
        pdf = typeset.pdf(settings.handover_form("nda"), "nda.typ", page, stamp)
        written = _write(path, pdf, signer)
    return written | {"lampiran": "E", "izin": izin, "penerima": asked.pemohon.nama}


def _write(path: Path, pdf: bytes, signer: PaperSigner | None) -> dict[str, Any]:
    """The paper in place, signed where somebody signs; nothing is overwritten."""
    content = pdf if signer is None else signer.sign(path.name, pdf)
    try:
        write_once(path, content, 0o600)
    except FileExistsError:
        raise DtsenError("E-BERKAS-ADA", path=path.name) from None
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        raise facts.refused(path.name, type(error).__name__) from None
    return {
        "berkas": str(path),
        "sha256": hashlib.sha256(content).hexdigest(),
        "penanda": signer.name if signer else None,
    }


def _consistent(settings: Settings, grant: Grant, about: manifest.About, said: facts.Facts) -> None:
    """Refuse a package that is not what its grant says. Raises DtsenError E-SERAH."""
    asked, own_rules = grant.asked, _rules(settings)
    active = any(line["ke"] == register.ACTIVE for line in grant.langkah)
    if not active or grant.keadaan == register.REVOKED:
        raise facts.refused(about.id_paket, f"keadaan izin / grant is {grant.keadaan}")
    right = {
        "kegiatan": said.kegiatan == asked.kegiatan,
        "lampiran": said.lampiran == own_rules.lampiran.get(asked.kegiatan),
        "hak_alih": about.hak_alih == own_rules.boleh_meneruskan.get(asked.kegiatan),
        "peran": said.peran == asked.peran,
        "tujuan": said.tujuan == asked.tujuan,
        "program": said.program == asked.program,
        "tingkat": about.tingkat in asked.tingkat,
        "lisensi": about.lisensi == asked.lisensi,
        "berlaku_sampai": about.berlaku_sampai <= papers.until(asked, own_rules).isoformat(),
        "variabel": all(
            set(names) <= set(asked.variabel.get(entity, []))
            for entity, names in said.variabel.items()
        ),
    }
    if wrong := [name for name, holds in right.items() if not holds]:
        told = f"paket dan izin berbeda / package and grant differ: {', '.join(wrong)}"
        raise facts.refused(about.id_paket, told)


def _rules(settings: Settings) -> rules.Rules:
    return rules.load(settings.dbt_project_dir / "seeds" / "berbagi")


def _labels(settings: Settings) -> record.Labels:
    held = dictionary.load_book(settings.dbt_project_dir.parent)
    return {(row.entitas, row.variabel): row.label_id for row in held.variables}


def _second(grant: Grant) -> paper.Party:
    asked = grant.asked.pemohon
    return paper.Party(
        asked.nama, asked.jenis.replace("_", "/"), asked.pejabat.nama, asked.pejabat.jabatan
    )


def _granted(grant: Grant, own_rules: rules.Rules) -> agreements.Granted:
    asked = grant.asked
    return agreements.Granted(
        izin=grant.id,
        sidik=grant.sidik,
        kegiatan=asked.kegiatan,
        peran=asked.peran,
        tujuan=asked.tujuan,
        program=asked.program,
        tingkat=asked.level,
        lisensi=asked.lisensi,
        hak_alih=own_rules.boleh_meneruskan.get(asked.kegiatan, False),
        wilayah=", ".join(asked.codes) or "nasional",
        dari=asked.masa.dari,
        sampai=papers.until(asked, own_rules),
        variabel=asked.variabel,
        dasar=asked.dasar_hukum,
    )


def _package(made: manifest.Manifest, sidik: str) -> record.Package:
    about = made.about
    return record.Package(
        id=about.id_paket,
        nomor=about.nomor,
        izin=about.id_izin,
        penerima=about.penerima,
        rilis=about.rilis,
        tingkat=about.tingkat,
        lisensi=about.lisensi,
        hak_alih=about.hak_alih,
        sampai=about.berlaku_sampai,
        dibuat=made.dibuat,
        sandi=made.sandi,
        sertifikat=made.sertifikat,
        sidik=sidik,
        bagian=tuple(
            record.Part(item.nama, item.baris, item.byte, item.sha256, item.sha256_tersegel or "")
            for item in made.berkas
            if item.letak == manifest.SEALED
        ),
    )


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
