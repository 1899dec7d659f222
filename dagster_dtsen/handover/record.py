"""The hand-over record (berita acara serah terima) as data for its template.

Peraturan BPS 6/2025 Pasal 23 ayat (2) and annexes B, C, D. Every figure is one of the manifest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster_dtsen.handover import paper, wording, words
from dagster_dtsen.handover.facts import EVENTS, Facts, refused

ENTITIES = {
    "individu": "Individu",
    "keluarga": "Keluarga",
    "peringkat": "Peringkat kesejahteraan",
    "relasi": "Hubungan antarindividu",
    EVENTS: "Peristiwa pengenal",
    "sel": "Hitungan yang dibulatkan",
    "indikator": "Indikator",
}
_CONTENT = {"penuh": "penuh", "selisih": "selisih terhadap paket sebelumnya"}
_FORM = {"parquet": "Parquet", "csv": "CSV"}
NO_CERTIFICATE = "tanpa sertifikat, kata sandi melalui saluran lain (pengecualian)"
UNKNOWN = "(tidak ada dalam kamus)"

# (entity, variable) → what the dictionary calls it
Labels = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Part:
    """A sealed part: its rows (None: no table), its size, and SHA-256 of clear and sealed bytes.

    ``data``: its rows are those of the register; a table of answers or counts is none.
    """

    nama: str
    data: bool
    baris: int | None
    byte: int
    sha256: str
    sha256_tersegel: str


@dataclass(frozen=True)
class Package:
    """What the manifest of a package says; ``sidik``: SHA-256 of manifest.json.

    ``sertifikat`` is None where a passphrase opens it.
    """

    id: str
    nomor: int
    izin: str
    penerima: str
    rilis: str
    tingkat: int
    lisensi: str
    hak_alih: bool
    sampai: str
    dibuat: str
    sandi: str
    sertifikat: str | None
    sidik: str
    bagian: tuple[Part, ...]


def page(
    package: Package,
    facts: Facts,
    second: paper.Party,
    own: paper.Paper,
    labels: Labels,
    grounds: Sequence[str],
) -> dict[str, Any]:
    """All that a template of a record is given. ``grounds``: legal grounds that the grant names.

    Raises DtsenError E-SERAH when the rows of the parts are not those of the facts.
    """
    counted = sum(part.baris or 0 for part in package.bagian if part.data)
    if counted != sum(facts.baris.values()):
        raise refused(package.id, "jumlah baris bagian dan fakta berbeda / rows differ")
    said = wording.record(facts.lampiran, words.release(package.rilis), package.lisensi)
    return {
        "jenis": "bast",
        "lampiran": facts.lampiran,
        **paper.head(own, second),
        **said,
        "dasar_izin": list(grounds),
        "paket": _package(package),
        "metadata": _metadata(package, facts),
        "baris": [
            {"entitas": ENTITIES[entity], "jumlah": words.count(facts.baris[entity])}
            for entity in sorted(facts.baris)
        ],
        "jumlah_baris": words.count(counted),
        "bagian": [_part(part) for part in package.bagian],
        "variabel": [
            {
                "entitas": ENTITIES[entity],
                "isi": [
                    {"nama": name, "label": labels.get((entity, name), UNKNOWN)}
                    for name in facts.variabel[entity]
                ],
            }
            for entity in sorted(facts.variabel)
        ],
    }


def _package(package: Package) -> dict[str, Any]:
    return {
        "id": package.id,
        "nomor": package.nomor,
        "izin": package.izin,
        "rilis": package.rilis,
        "sidik_manifes": package.sidik,
        "hak_alih": package.hak_alih,
    }


def _part(part: Part) -> dict[str, str]:
    return {
        "nama": part.nama,
        "baris": "–" if part.baris is None else words.count(part.baris),
        "byte": words.count(part.byte),
        "sha256": part.sha256,
        "sha256_tersegel": part.sha256_tersegel,
    }


def _metadata(package: Package, facts: Facts) -> list[dict[str, Any]]:
    """Label, value, and whether the value is a hash or an id."""
    size = sum(part.byte for part in package.bagian)
    plain: list[tuple[str, str, bool]] = [
        ("Pengenal paket", package.id, True),
        ("Nomor urut bagi penerima", str(package.nomor), False),
        ("Penerima", package.penerima, False),
        ("Izin akses", package.izin, True),
        ("Kegiatan dan peran", f"{facts.kegiatan}, {facts.peran}", False),
        ("Tujuan", facts.tujuan, False),
        ("Program", facts.program or "–", False),
        ("Rilis", package.rilis, True),
        ("Tanggal rilis", words.date(facts.released), False),
        ("Sidik rilis", facts.sidik_rilis, True),
        ("Wilayah (kode Kemendagri)", _regions(facts), False),
        ("Tingkat akses", str(package.tingkat), False),
        ("Lisensi", package.lisensi, False),
        ("Hak meneruskan", "boleh diteruskan" if package.hak_alih else "tidak diteruskan", False),
        ("Hari terakhir", _day(package.sampai), False),
        ("Isi", _CONTENT[facts.isi], False),
        ("Bentuk berkas", _FORM[facts.bentuk], False),
        ("Volume", f"{len(package.bagian)} bagian, {words.count(size)} byte", False),
        ("Dibuat (UTC)", package.dibuat, True),
        ("Cara penyegelan", package.sandi, True),
        certificate(package.sertifikat),
        ("SHA-256 manifest.json", package.sidik, True),
    ]
    return [{"label": label, "nilai": value, "kode": code} for label, value, code in plain]


def certificate(sidik: str | None) -> tuple[str, str, bool]:
    """The line of a paper that says whom a package is sealed for."""
    if sidik is None:
        return "Sertifikat penerima", NO_CERTIFICATE, False
    return "Sertifikat penerima (SHA-256)", sidik, True


def _regions(facts: Facts) -> str:
    return "nasional" if facts.wilayah == "nasional" else ", ".join(facts.wilayah)


def _day(iso: str) -> str:
    return words.date(dt.date.fromisoformat(iso))
