"""A package held against its grant before a record is made of it."""

from __future__ import annotations

from dagster_dtsen.envelope.manifest import Manifest
from dagster_dtsen.handover.facts import Facts, refused
from dagster_dtsen.sharing import papers, places, register
from dagster_dtsen.sharing.application import NATIONAL, Application
from dagster_dtsen.sharing.register import Grant
from dagster_dtsen.sharing.rules import Rules


def check(grant: Grant, rules: Rules, made: Manifest, said: Facts) -> None:
    """Refuse a package that is not what its grant says. Raises DtsenError E-SERAH."""
    asked, about = grant.asked, made.about
    active = any(line["ke"] == register.ACTIVE for line in grant.langkah)
    if not active or grant.keadaan == register.REVOKED:
        raise refused(about.id_paket, f"keadaan izin / grant is {grant.keadaan}")
    right = {
        "kegiatan": said.kegiatan == asked.kegiatan,
        "lampiran": said.lampiran == rules.lampiran.get(asked.kegiatan),
        "hak_alih": about.hak_alih == rules.boleh_meneruskan.get(asked.kegiatan),
        "peran": said.peran == asked.peran,
        "tujuan": said.tujuan == asked.tujuan,
        "program": said.program == asked.program,
        "tingkat": about.tingkat in asked.tingkat,
        "lisensi": about.lisensi == asked.lisensi,
        "berlaku_sampai": about.berlaku_sampai <= papers.until(asked, rules).isoformat(),
        "penerima": about.penerima in _names(asked),
        "sertifikat": made.sertifikat == asked.sertifikat,
        "wilayah": _inside(said, asked),
        "variabel": all(
            set(names) <= set(asked.variabel.get(entity, []))
            for entity, names in said.variabel.items()
        ),
    }
    if wrong := [name for name, holds in right.items() if not holds]:
        told = f"paket dan izin berbeda / package and grant differ: {', '.join(wrong)}"
        raise refused(about.id_paket, told)


def _names(asked: Application) -> set[str]:
    """What the recipient may be called: applicant and users by name or short name."""
    bodies = (asked.pemohon, *asked.pengguna)
    return {body.nama for body in bodies} | {body.lembaga for body in bodies}


def _inside(said: Facts, asked: Application) -> bool:
    """Whether the regions of a package lie in those of its grant, where both are in one system."""
    if isinstance(asked.wilayah, str):
        return asked.wilayah == NATIONAL
    if said.wilayah == NATIONAL:
        return False
    own = asked.wilayah
    return own.sistem != places.KEMENDAGRI or all(
        any(places.within(code, outer) for outer in own.kode) for code in said.wilayah
    )
