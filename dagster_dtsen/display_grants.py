"""What `dtsen grants` prints: bodies, states and findings; nothing of the register's people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.check import Finding
from dagster_dtsen.sharing.register import Grant


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def judged(asked: Application, found: list[Finding]) -> dict[str, Any]:
    """A check for `--json`."""
    return {
        "izin": asked.izin,
        "tingkat": asked.level,
        "dapat_diajukan": not any(item.stops for item in found),
        "temuan": [
            {
                "kode": item.kode,
                "di": item.di,
                "menghentikan": item.stops,
                "arti": item.text[0],
                "meaning": item.text[1],
            }
            for item in found
        ],
    }


def findings(asked: Application, found: list[Finding]) -> None:
    """What stands against a request, what stops it first."""
    for item in sorted(found, key=lambda item: not item.stops):
        word = "DITOLAK / stops" if item.stops else "catatan / note"
        _say(f"{word}: {item.kode} ({item.di}): {item.text[0]} / {item.text[1]}")
    if any(item.stops for item in found):
        _say(f"{asked.izin}: belum dapat diberi izin / cannot be granted yet")
    else:
        _say(f"{asked.izin}: lengkap sampai perjanjian / complete up to the agreement")


def plain(grant: Grant, day: dt.date) -> dict[str, Any]:
    """One grant for `--json`."""
    asked = grant.asked
    return {
        "izin": grant.id,
        "keadaan": grant.keadaan,
        "pemohon": asked.pemohon.lembaga,
        "kegiatan": asked.kegiatan,
        "tingkat": asked.level,
        "wilayah": asked.codes or "nasional",
        "dari": asked.masa.dari.isoformat(),
        "sampai": asked.masa.sampai.isoformat(),
        "terutang": grant.owed(day),
    }


def table(found: list[Grant], day: dt.date) -> None:
    """All grants, one per line."""
    shown_as = Table(box=None, pad_edge=False)
    for name in ("izin", "keadaan / state", "tingkat / level", "sampai / until", "terutang / owed"):
        shown_as.add_column(name, no_wrap=True)
    for grant in found:
        shown_as.add_row(
            grant.id,
            grant.keadaan,
            str(grant.asked.level),
            grant.asked.masa.sampai.isoformat(),
            ", ".join(grant.owed(day)) or "–",
        )
    console.print(shown_as)


def shown(grant: Grant) -> None:
    """One grant with its steps."""
    asked = grant.asked
    _say(f"{grant.id}: {grant.keadaan}")
    _say(f"  {asked.pemohon.nama} ({asked.pemohon.jenis}); {asked.tujuan}")
    _say(
        f"  tingkat / level {asked.level}; {asked.masa.dari} – {asked.masa.sampai}; "
        f"{', '.join(asked.codes) or 'nasional'}"
    )
    for step in grant.langkah:
        who = step["oleh"] + (f" [{step['sertifikat'][:12]}]" if "sertifikat" in step else "")
        why = f": {step['alasan']}" if step.get("alasan") else ""
        _say(f"  {step['pada'][:16]}  {step['ke']}  {who}{why}")
    for line in grant.diterima:
        _say(f"  {line['pada'][:16]}  {line['kewajiban']} diterima / received  {line['oleh']}")
