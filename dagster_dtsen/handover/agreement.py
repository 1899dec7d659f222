"""The confidentiality agreement as data for its template (Pasal 23 ayat (3), annex E)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster_dtsen.handover import paper, wording, words
from dagster_dtsen.handover.record import ENTITIES, UNKNOWN, Labels, certificate

_WITHOUT_UP_TO = 2  # level


@dataclass(frozen=True)
class Granted:
    """What a grant says of an agreement; ``sidik``: SHA-256 of the request in force.

    ``sertifikat``: fingerprint of the certificate that packages are sealed for, None of no one.
    """

    izin: str
    sidik: str
    kegiatan: str
    peran: str
    tujuan: str
    program: str | None
    tingkat: int
    lisensi: str
    hak_alih: bool
    wilayah: str
    dari: dt.date
    sampai: dt.date
    sertifikat: str | None
    variabel: Mapping[str, Sequence[str]]
    dasar: Sequence[str]


def page(granted: Granted, second: paper.Party, own: paper.Paper, labels: Labels) -> dict[str, Any]:
    """All that a template of an agreement is given."""
    return {
        "jenis": "nda",
        "lampiran": "E",
        **paper.head(own, second),
        **wording.agreement(granted.izin, granted.tujuan.rstrip(". ")),
        "izin": granted.izin,
        "dasar_izin": list(granted.dasar),
        "metadata": _metadata(granted),
        "variabel": [
            {
                "entitas": ENTITIES[entity],
                "isi": [
                    {"nama": name, "label": labels.get((entity, name), UNKNOWN)} for name in names
                ],
            }
            for entity, names in sorted(granted.variabel.items())
        ],
    }


def _metadata(granted: Granted) -> list[dict[str, Any]]:
    plain: list[tuple[str, str, bool]] = [
        ("Izin akses", granted.izin, True),
        ("Kegiatan dan peran", f"{granted.kegiatan}, {granted.peran}", False),
        ("Tujuan", granted.tujuan, False),
        ("Program", granted.program or "–", False),
        ("Wilayah", granted.wilayah, False),
        ("Tingkat akses", str(granted.tingkat), False),
        ("Lisensi", granted.lisensi, False),
        ("Hak meneruskan", "boleh diteruskan" if granted.hak_alih else "tidak diteruskan", False),
        ("Hari pertama", words.date(granted.dari), False),
        ("Hari terakhir", words.date(granted.sampai), False),
        *_sealed_for(granted),
        ("SHA-256 permohonan", granted.sidik, True),
    ]
    return [{"label": label, "nilai": value, "kode": code} for label, value, code in plain]


def _sealed_for(granted: Granted) -> list[tuple[str, str, bool]]:
    """Above level 2 a certificate that is not known yet is no exception."""
    if granted.sertifikat is None and granted.tingkat > _WITHOUT_UP_TO:
        return []
    return [certificate(granted.sertifikat)]
