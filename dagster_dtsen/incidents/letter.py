"""The draft of a notice (UU 27/2022 Pasal 46 ayat 2): what, when and how, handling; no person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

_BODY = """\
# KONSEP – Pemberitahuan kegagalan pelindungan data pribadi

Nomor: ……………
Kepada Yth. ……………

Berdasarkan Pasal 46 Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, bersama ini
kami beritahukan secara tertulis bahwa telah terjadi kegagalan pelindungan data pribadi pada Data
Tunggal Sosial dan Ekonomi Nasional (DTSEN).

## 1. Data pribadi yang terungkap

Paket data {paket}. Yang terkena: {individu} individu dalam {keluarga} keluarga.
{sisa}Jenis data (pilih sesuai isi paketnya): ……………

| Provinsi | Individu | Keluarga |
|---|---:|---:|
{provinsi}

## 2. Kapan dan bagaimana data itu terungkap

Diketahui pada: {diketahui}
Terjadi pada: ……………
Cara terungkapnya: ……………

## 3. Upaya penanganan dan pemulihan

Yang sudah dilakukan: ……………
Yang sedang dan akan dilakukan: ……………
Yang dapat dilakukan penerima surat ini untuk melindungi diri: ……………

Pertanyaan dan pengaduan: …………… (pejabat pelindungan data pribadi)

Konsep ini disusun pada {disusun}. Batas waktu pemberitahuan: {tenggat}
(3 × 24 jam sejak diketahui).
"""
_UNKNOWN = (
    "Selain itu {jumlah} kunci orang dan keluarga tidak dapat lagi dikaitkan dengan siapa pun.\n"
)
_BLANK = "……………"
ZONE = dt.timezone(dt.timedelta(hours=7))


def moment(value: dt.datetime | None) -> str:
    """A moment as a letter says it, on the clock of Jakarta; a blank for none."""
    return value.astimezone(ZONE).strftime("%d-%m-%Y pukul %H.%M WIB") if value else _BLANK


def number(value: int) -> str:
    """A count with Indonesian thousands."""
    return f"{value:,}".replace(",", ".")


def draft(
    packages: Sequence[str],
    counts: Mapping[str, int],
    provinces: Sequence[Mapping[str, object]],
    made: dt.datetime,
    known: dt.datetime | None = None,
    due: dt.datetime | None = None,
    unknown: int = 0,
) -> str:
    """The draft in Markdown; what the system cannot know is left blank.

    ``counts``: ``individu``, ``keluarga``; ``provinces``: rows with ``nama``, ``individu``,
    ``keluarga``; ``unknown``: keys of persons and families that nobody can be found by any more.
    """
    rows = [
        f"| {row['nama']} | {number(int(str(row['individu'])))} | "
        f"{number(int(str(row['keluarga'])))} |"
        for row in provinces
    ]
    return _BODY.format(
        paket=", ".join(packages),
        individu=number(counts["individu"]),
        keluarga=number(counts["keluarga"]),
        sisa=_UNKNOWN.format(jumlah=number(unknown)) if unknown else "",
        provinsi="\n".join(rows),
        diketahui=moment(known),
        tenggat=moment(due),
        disusun=moment(made),
    )
