"""Rates of the errors that providers make: one row per provider and error.

``moderate`` is the usual twin, ``hard`` the one of ``--hard``. Shares are of records (people)
unless the comment says families. The register's own faults (defaulted dates, shared NIK) stand
under dukcapil.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """Share of records with an error in the moderate and in the hard twin."""

    moderate: float
    hard: float


RATES: dict[str, dict[str, Rate]] = {
    "dukcapil": {
        "tercakup": Rate(0.993, 0.993),
        "nama_beda": Rate(0.01, 0.02),
        "tanggal_baku": Rate(0.06, 0.10),  # registered date and NIK carry a default date
        "wilayah_usang": Rate(0.04, 0.08),
        "dua_nik": Rate(0.003, 0.006),  # people
        "nik_bersama": Rate(0.001, 0.002),  # people whose NIK was another's first
        "status_tertinggal": Rate(0.12, 0.2),  # of the dead: still listed as active
        "nonaktif": Rate(0.003, 0.006),
        "baris_rusak": Rate(0.001, 0.002),
    },
    "regsosek": {
        "tercakup": Rate(0.96, 0.96),
        "nik_kosong": Rate(0.06, 0.12),
        "nik_salah_ketik": Rate(0.015, 0.03),
        "nik_orang_lain": Rate(0.004, 0.008),
        "nama_beda": Rate(0.14, 0.25),
        "tanggal_beda": Rate(0.06, 0.12),
        "wilayah_usang": Rate(0.03, 0.06),  # families
        "ganda": Rate(0.01, 0.02),
        "keluarga_beda": Rate(0.08, 0.15),  # families
        "kk_kosong": Rate(0.02, 0.04),  # families
        "baris_rusak": Rate(0.002, 0.004),
    },
    "dtks": {
        "tercakup": Rate(0.45, 0.45),  # poor families much more often
        "nik_kosong": Rate(0.08, 0.16),
        "nik_salah_ketik": Rate(0.02, 0.04),
        "nik_orang_lain": Rate(0.008, 0.016),
        "nama_beda": Rate(0.06, 0.14),
        "tanggal_beda": Rate(0.08, 0.16),
        "wilayah_usang": Rate(0.08, 0.15),
        "meninggal_tercatat": Rate(0.02, 0.04),
        "ganda": Rate(0.02, 0.04),
        "kk_kosong": Rate(0.03, 0.06),
        "baris_rusak": Rate(0.003, 0.006),
    },
    "p3ke": {
        "tercakup": Rate(0.35, 0.35),  # poor families much more often
        "nik_kosong": Rate(0.12, 0.20),
        "nik_salah_ketik": Rate(0.02, 0.04),
        "nik_orang_lain": Rate(0.008, 0.016),
        "nama_beda": Rate(0.18, 0.28),
        "tanggal_kosong": Rate(0.40, 0.50),
        "wilayah_usang": Rate(0.08, 0.15),  # families
        "meninggal_tercatat": Rate(0.015, 0.03),
        "kk_kosong": Rate(0.04, 0.08),  # families
        "baris_rusak": Rate(0.003, 0.006),
    },
    "bpjs_kesehatan": {
        "tercakup": Rate(0.88, 0.88),
        "nik_kosong": Rate(0.02, 0.05),
        "nik_salah_ketik": Rate(0.01, 0.02),
        "nik_orang_lain": Rate(0.003, 0.006),
        "nama_beda": Rate(0.09, 0.16),
        "tanggal_beda": Rate(0.03, 0.06),
        "wilayah_usang": Rate(0.12, 0.20),
        "ganda": Rate(0.01, 0.02),
        "baris_rusak": Rate(0.002, 0.004),
    },
    "pln": {
        "tercakup": Rate(0.70, 0.70),  # families served
        "nik_kosong": Rate(0.60, 0.75),
        "nik_salah_ketik": Rate(0.03, 0.06),
        "pemilik_lama": Rate(0.10, 0.15),  # name and NIK are a former owner's
        "nama_beda": Rate(0.25, 0.35),
        "wilayah_usang": Rate(0.05, 0.10),
        "meter_bersama": Rate(0.06, 0.06),  # meters that serve a second family
        "baris_rusak": Rate(0.002, 0.004),
    },
    "padankan": {
        "nik_kosong": Rate(0.08, 0.16),
        "nik_salah_ketik": Rate(0.03, 0.06),
        "nik_orang_lain": Rate(0.01, 0.02),
        "nama_beda": Rate(0.10, 0.20),
        "tanggal_beda": Rate(0.05, 0.10),
        "wilayah_usang": Rate(0.08, 0.15),
        "kk_kosong": Rate(0.40, 0.50),
        "baris_rusak": Rate(0.01, 0.02),
    },
}
# of the mistyped NIKs: no longer sixteen plausible digits
MALFORMED_SHARE = 0.12
# of the wrong dates: a default date instead of another day
DEFAULTED_SHARE = 0.35


def rates(provider: str, hard: bool) -> dict[str, float]:
    """Error -> rate of one provider."""
    return {k: (r.hard if hard else r.moderate) for k, r in RATES[provider].items()}
