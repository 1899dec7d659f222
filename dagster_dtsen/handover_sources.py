"""Grants and manifests as the papers of a hand-over take them: nothing is added on the way."""

from __future__ import annotations

from dagster_dtsen.envelope import manifest
from dagster_dtsen.handover.agreement import Granted
from dagster_dtsen.handover.paper import Party
from dagster_dtsen.handover.record import Package, Part
from dagster_dtsen.sharing import papers
from dagster_dtsen.sharing.register import Grant
from dagster_dtsen.sharing.rules import Rules


def party(grant: Grant) -> Party:
    """The second party of a paper."""
    asked = grant.asked.pemohon
    return Party(
        asked.nama, asked.jenis.replace("_", "/"), asked.pejabat.nama, asked.pejabat.jabatan
    )


def granted(grant: Grant, rules: Rules) -> Granted:
    """What an agreement says of its grant."""
    asked = grant.asked
    return Granted(
        izin=grant.id,
        sidik=grant.sidik,
        kegiatan=asked.kegiatan,
        peran=asked.peran,
        tujuan=asked.tujuan,
        program=asked.program,
        tingkat=asked.level,
        lisensi=asked.lisensi,
        hak_alih=rules.boleh_meneruskan.get(asked.kegiatan, False),
        wilayah=", ".join(asked.codes) or "nasional",
        dari=asked.masa.dari,
        sampai=papers.until(asked, rules),
        sertifikat=asked.sertifikat,
        variabel=asked.variabel,
        dasar=asked.dasar_hukum,
    )


def package(made: manifest.Manifest, sidik: str) -> Package:
    """What a record says of its package; ``sidik``: SHA-256 of the manifest's bytes."""
    about = made.about
    return Package(
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
            Part(
                item.nama,
                item.jenis == "tabel",
                item.baris,
                item.byte,
                item.sha256,
                item.sha256_tersegel or "",
            )
            for item in made.berkas
            if item.letak == manifest.SEALED
        ),
    )
