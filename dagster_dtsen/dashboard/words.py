"""Names in two languages of what a manifest tells, and the text of the licence."""

from __future__ import annotations

from typing import Any

TIERS = {
    "nasional": ["nasional", "national"],
    "kelompok_provinsi": ["kelompok provinsi", "groups of provinces"],
    "provinsi": ["provinsi", "province"],
}
ATTACKS = {
    "sel": ["sel yang diserang", "cells attacked"],
    "sel_kecil": ["di antaranya di bawah ambang", "of them below the threshold"],
    "tertutup": ["di antaranya ditutup", "of them closed"],
    "program": ["program linear dihitung", "linear programs solved"],
    "putaran": ["putaran", "rounds"],
    "pasangan": ["pasangan angka yang saling dikurangkan", "pairs of figures subtracted"],
    "terungkap": ["sel kecil yang terungkap", "small cells found out"],
}
UNITS = {
    "persen": ["persen", "per cent"],
    "keluarga": ["keluarga", "families"],
    "orang": ["orang", "persons"],
    "individu": ["orang", "persons"],
    "tahun": ["tahun", "years"],
    "kabupaten": ["kabupaten", "regencies"],
}
SOURCE = "Data Tunggal Sosial dan Ekonomi Nasional (DTSEN)"


def citation(told: dict[str, Any]) -> list[str]:
    """How to name the source, in both languages."""
    name, day = told["terbitan"], told["tanggal"]
    return [
        f"{SOURCE}, tabel agregat terbuka, rilis {name}, keadaan {day}.",
        f"{SOURCE} (Indonesia's single social and economic register), "
        f"open aggregate tables, release {name}, as of {day}.",
    ]


def licence(told: dict[str, Any]) -> str:
    """Plain text beside the files: licence, source to cite, files with their SHA-256."""
    own, source = told["lisensi"], citation(told)
    files = [f"  {each['sha256']}  {each['nama']}.parquet" for each in told["mutu"]["tabel"]]
    lines = [
        f"DTSEN {told['terbitan']}",
        "",
        f"Lisensi: {own['label_id']}.",
        f"Licence: {own['label_en']}.",
        f"Rujukan / reference: {own['rujukan']}",
        f"Kelas data / data class: {told['tingkat']['kelas_data']}; tingkat / level 1",
        "",
        f"Sumber: {source[0]}",
        f"Source: {source[1]}",
        "",
        "Angka dibulatkan acak tetap, jumlah tersendiri; rincian dapat tidak pas dengan jumlah.",
        "Figures are fixed-randomly rounded, totals on their own; parts may not add up exactly.",
        "",
        "SHA-256:",
        *files,
    ]
    return "\n".join(lines) + "\n"
