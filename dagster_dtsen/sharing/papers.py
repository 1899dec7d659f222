"""Papers, abilities, duties and terms: findings as (code, what it is about)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from dagster_dtsen.declared import shown
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.rules import ALL, Rules

# a local government may go so long without the paper of its Forum Satu Data
FORUM, MONTHS_WITHOUT = "sk_forum_satu_data", 6
_LOCAL = "daerah"
_PLATFORM, _FACILITY = "sepakat", "fasilitas"
_SEALED_FROM = 3  # levels that leave only under the recipient's certificate


def wanted(asked: Application, rules: Rules, due: tuple[str, ...]) -> set[str]:
    """Papers that the highest level asks of this body and medium by the stages ``due``."""
    whose = (ALL, _LOCAL) if rules.jenis[asked.pemohon.jenis].daerah else (ALL,)
    return {
        row.dokumen
        for row in rules.dokumen
        if row.tingkat == asked.level
        and row.media in (ALL, asked.media)
        and row.pemohon in whose
        and row.tahap in due
    }


def held(
    asked: Application, rules: Rules, day: dt.date, due: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Whether every paper is there and holds on ``day``."""
    there = {paper.jenis for paper in asked.dokumen}
    missing = wanted(asked, rules, due) - there
    if FORUM in missing:
        missing.remove(FORUM)
        yield "FORUM_ENAM_BULAN", until(asked, rules).isoformat()
    yield from (("DOKUMEN_KURANG", name) for name in sorted(missing))
    for paper in asked.dokumen:
        if paper.tanggal > day:
            yield "DOKUMEN_BELUM", shown(paper.jenis)
        if paper.berlaku_sampai is not None and paper.berlaku_sampai < day:
            yield "DOKUMEN_KEDALUWARSA", shown(paper.jenis)


def until(asked: Application, rules: Rules) -> dt.date:
    """The last day of access: that of the term, or of the time without a Forum Satu Data."""
    there = {paper.jenis for paper in asked.dokumen}
    if FORUM not in wanted(asked, rules, ("pengajuan",)) - there:
        return asked.masa.sampai
    allowed = _months_later(asked.masa.dari, MONTHS_WITHOUT) - dt.timedelta(days=1)
    longer = asked.forum_satu_data and asked.forum_satu_data.perpanjangan_sampai
    return min(asked.masa.sampai, max(allowed, longer or allowed))


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def terms(
    asked: Application, rules: Rules, day: dt.date, due: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Licence, medium, operator, duties, certificate, clauses and term."""
    licence = rules.lisensi.get(asked.lisensi)
    if licence is None:
        yield "LISENSI_TIDAK_DIKENAL", shown(asked.lisensi)
    elif licence < asked.level:
        yield "LISENSI_TINGKAT", f"{asked.lisensi}: {asked.level}"
    if asked.media == _PLATFORM and not asked.operator:
        yield "OPERATOR_TIADA", asked.media
    if asked.media == _FACILITY and asked.frekuensi.pola != "sekali":
        yield "MEDIA_BERKALA", asked.media
    if asked.level > 1 and asked.kewajiban.laporan is None:
        yield "LAPORAN_TIADA", asked.pemohon.lembaga
    if until(asked, rules) < day:
        yield "MASA_LEWAT", until(asked, rules).isoformat()
    if "perjanjian" not in due:
        return
    if asked.sertifikat is None:
        yield (
            "SERTIFIKAT_TIADA" if asked.level >= _SEALED_FROM else "TANPA_SERTIFIKAT",
            asked.pemohon.lembaga,
        )
    yield from (("KLAUSUL_KURANG", name) for name in sorted(rules.klausul - set(asked.klausul)))
