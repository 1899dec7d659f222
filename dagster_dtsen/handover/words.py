"""Numbers, days and sizes as an Indonesian paper writes them."""

from __future__ import annotations

import datetime as dt
import re

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_RELEASE = re.compile(r"(\d{4})T([1-4])(?!\d)")


def number(value: int) -> str:
    """A whole number from 0 to 9999 in words: 2026 → dua ribu dua puluh enam."""
    if value < 10:
        return _ONES[value]
    if value < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(value, f"{_ONES[value - 10]} belas")
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "")):
        many, rest = divmod(value, size)
        if many:
            head = one if many == 1 and one else f"{number(many)} {name}"
            return f"{head} {number(rest)}" if rest else head
    raise AssertionError


def day(value: dt.date) -> dict[str, str]:
    """The parts of the opening sentence: weekday, day, month and year in words, and in figures."""
    return {
        "hari": DAYS[value.weekday()],
        "tanggal": number(value.day),
        "bulan": MONTHS[value.month - 1],
        "tahun": number(value.year),
        "angka": value.strftime("%d-%m-%Y"),
    }


def date(value: dt.date) -> str:
    """A day in a table: 1 Maret 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def count(value: int) -> str:
    """Thousands with a dot."""
    return f"{value:,}".replace(",", ".")


def release(name: str) -> str:
    """The state of the data that a release holds: 2026T1.v1 → triwulan 1 tahun 2026."""
    found = _RELEASE.match(name)
    return f"triwulan {found[2]} tahun {found[1]}" if found else f"rilis {name}"
