"""Words of a rehearsal: groups and their values, rules of a policy; Indonesian, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "kepala_keluarga": ("Kepala keluarga", "Head of the family"),
    "lansia": ("Anggota 60 tahun ke atas", "Member of 60 or more"),
    "disabilitas": ("Disabilitas berat", "Severe disability"),
    "jumlah_anggota": ("Anggota keluarga", "Members"),
    "nama_kepala": ("Nama kepala keluarga", "Name of the head"),
    "nik": (
        "Anggota tanpa NIK atau tak ditemukan",
        "Member without a NIK, or one not found",
    ),
    "butir_kosong": ("Butir tak terjawab", "Unanswered items"),
    "perempuan": ("perempuan", "woman"),
    "laki-laki": ("laki-laki", "man"),
    "desil_1_4": ("Desil 1-4", "Deciles 1-4"),
    "ada": ("ada", "yes"),
    "tidak ada": ("tidak ada", "no"),
    "tidak diketahui": ("tidak diketahui", "unknown"),
    "satu kata": ("satu kata", "one word"),
    "beberapa kata": ("beberapa kata", "several words"),
    "tanpa NIK": ("ada", "yes"),
    "ber-NIK": ("tidak ada", "no"),
    "model": ("Model", "Model"),
    "satuan_desil": ("Satuan desil", "Unit of the deciles"),
    "maks_butir_kosong": ("Butir tak terjawab terbanyak", "Unanswered items at most"),
    "batas_program": ("Desil tertinggi program", "Highest decile of the programme"),
    "aturan_validasi": ("Akibat verdik bagi keluarga", "What a verdict does to the family"),
}


def said(code: object) -> tuple[str, str]:
    """What a code is called; a code without a name is its own."""
    text = "–" if code is None else str(code)
    first, _, rest = text.partition(".")
    if rest and first in WORDS:
        return WORDS[first][0] + f" {rest}", WORDS[first][1] + f" {rest}"
    return WORDS.get(text, (text, text))
