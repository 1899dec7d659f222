"""Words and figures of the pages: Indonesian first, then English, figures as in Indonesian."""

from __future__ import annotations

import datetime as dt

Pair = tuple[str, str]

_MONTHS: tuple[Pair, ...] = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)

VERDICT: dict[str, Pair] = {
    "diterima": ("DITERIMA", "Accepted"),
    "diterima sebagian": ("DITERIMA SEBAGIAN", "Accepted in part"),
    "ditolak": ("DITOLAK", "Refused"),
}
COLOURS = {"diterima": "#2b7a4b", "diterima sebagian": "#9a6700", "ditolak": "#a8322a"}

FOLLOWS: dict[str, Pair] = {
    "tolak": ("dikembalikan, tidak dipakai", "goes back, not used"),
    "kosongkan": ("dipakai tanpa nilai ini", "used without this value"),
    "peringatan": ("dipakai; mohon diperiksa", "used; please check"),
    "tidak diikutkan": ("diterima; orangnya tidak masuk rilis", "accepted; person left out"),
    "informasi": ("diterima; tidak ada pasangannya", "accepted; matches nobody"),
}

# parts of the bar: key of `rekaman`, words, colour
PARTS: tuple[tuple[str, Pair, str], ...] = (
    ("tanpa_catatan", ("diterima, tanpa catatan", "accepted, nothing to say"), "#2b7a4b"),
    ("dengan_catatan", ("diterima, ada catatan", "accepted, with a note"), "#8fbf9f"),
    ("tidak_diikutkan", ("diterima, tidak masuk rilis", "accepted, left out later"), "#e0b04a"),
    ("dikembalikan", ("dikembalikan", "returned"), "#a8322a"),
)

OUTCOMES: dict[str, Pair] = {
    "beres": ("beres", "mended"),
    "belum beres": ("belum beres", "still failing"),
    "rusak baru": ("rusak baru", "newly broken"),
    "hilang": ("tidak dikirim lagi", "no longer sent"),
    "baru": ("baru", "new"),
}
NO_FINDING: Pair = ("Rekaman tanpa temuan", "Records without findings")

CLEAN: list[Pair] = [
    (
        "Tidak ada. Semua rekaman dipakai seperti yang dikirim.",
        "Nothing. All records are used as they were sent.",
    )
]
OPEN_SHEET: Pair = (
    "Buka pengembalian.csv dengan Excel. Setiap baris memuat satu rekaman Anda, alasannya "
    "(pesan_id), dan sarannya (saran_id).",
    "Open pengembalian.csv in Excel. Each row holds one of your records, the reason (pesan_en) "
    "and the fix (saran_en).",
)
MEND_AT_SOURCE: Pair = (
    "Perbaiki di sistem asal, bukan di berkas itu: tanda petik di depan angka hanya untuk Excel.",
    "Mend in your own system, not in that file: the apostrophes before figures are for Excel only.",
)
SEE_DIFFERENCE: Pair = (
    "Putusan kiriman berikutnya menunjukkan apa yang sudah beres dan apa yang belum.",
    "The verdict on the next delivery shows what is mended and what is not.",
)
MEND_WHOLE: Pair = (
    "Kirim lagi seluruh folder dengan pengantar.yml yang benar.",
    "Send the whole folder again with a correct pengantar.yml.",
)
UNTIL_THEN: Pair = (
    "Sampai itu diterima, rilis dibuat tanpa kiriman ini.",
    "Until that is accepted releases are made without this delivery.",
)
SEND_CHANGES: Pair = (
    "Kirim rekaman yang sudah benar sebagai kiriman perubahan berikutnya.",
    "Send the mended records in the next delivery of changes.",
)


def send_all_again(reference: str | None) -> Pair:
    """A correction: everything again, the same reference date, a newer sending date."""
    hari, day = date(reference)
    return (
        f"Kirim lagi seluruh data (bukan hanya yang diperbaiki): tanggal_acuan tetap {hari}, "
        "tanggal_kirim yang baru.",
        f"Send all data again, not the mended records alone: tanggal_acuan stays {day}, "
        "tanggal_kirim is the new day.",
    )


def number(value: int) -> str:
    """1234567 → ``1.234.567``."""
    return f"{value:,}".replace(",", ".")


def percent(part: int, whole: int) -> str:
    """Share in percent with one decimal; what is not all or nothing never looks like it."""
    if not whole:
        return "–"
    text = f"{100 * part / whole:.1f}"
    if text == "100.0" and part < whole:
        text = "99.9"
    if text == "0.0" and part:
        return "<0,1%"
    return text.removesuffix(".0").replace(".", ",") + "%"


def date(iso: str | None) -> Pair:
    """``2026-05-10`` → ``10 Mei 2026``, ``10 May 2026``."""
    if not iso:
        return "–", "–"
    day = dt.date.fromisoformat(iso)
    bulan, month = _MONTHS[day.month - 1]
    return f"{day.day} {bulan} {day.year}", f"{day.day} {month} {day.year}"
