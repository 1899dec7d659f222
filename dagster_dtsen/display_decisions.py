"""What `dtsen decide` and `dtsen decisions` print: Indonesian first, then English; keys only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.stewardship import Entered

KEY = 12  # characters of a record key that are shown
ENGLISH = {
    "belum": "not in a release yet",
    "dipatuhi": "obeyed",
    "menunggu": "waiting",
    "bertentangan": "contradicted",
    "dibatalkan": "undone",
    "kedaluwarsa": "expired",
    "dilanggar": "violated",
    "REKAMAN": "a record is not in the release",
    "BUKTI": "two valid NIKs, no evidence",
    "KELUARGA": "families do not follow it yet",
    "ini": "this one",
    "pembatalan": "undo",
    "serekaman": "on the same records",
}
RESULTS = {
    "diterima": "accepted",
    "sudah ada": "known",
    "dilewati": "skipped",
    "ditolak": "refused",
}


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _state(row: dict[str, Any]) -> str:
    cause = f": {ENGLISH[row['sebab']]}" if row["sebab"] else ""
    other = f" ({row['id_lawan']})" if row["id_lawan"] else ""
    return f"{row['status']} / {ENGLISH[row['status']]}{cause}{other}"


def _groups(row: dict[str, Any]) -> str:
    if row["membatalkan"]:
        return str(row["membatalkan"])
    return " | ".join(", ".join(key[:KEY] for key in group) for group in row["kelompok"])


def entered(told: Entered) -> None:
    """A decision that was taken in."""
    item = told.keputusan
    state = "dicatat / recorded" if told.baru else "sudah ada / stood there already"
    _say(f"{item.id}  {item.tindakan} {item.objek}  {state}; berlaku sejak / from {item.tanggal}")
    for identity in told.membatalkan:
        _say(f"  membatalkan lewat / undoes by {identity}")
    for key in told.menunggu:
        _say(f"  menunggu rekaman / waits for record {key[:KEY]}")


def worklist(rows: list[dict[str, Any]], target: Path) -> None:
    """How many rows were taken, and where their results lie."""
    for name, english in RESULTS.items():
        count = sum(row["hasil"] == name for row in rows)
        if count or name != "dilewati":
            _say(f"{count:>7}  {name} / {english}")
    codes = sorted({row["kode"] for row in rows if row["kode"]})
    for code in codes:
        _say(f"{sum(row['kode'] == code for row in rows):>9}  {code}")
    _say(f"Hasil / results: {target}")


def table(rows: list[dict[str, Any]]) -> None:
    """All decisions in the order they were entered."""
    release = next((row["rilis"] for row in rows if row["rilis"]), "—")
    _say(f"Keputusan petugas / decisions of stewards: {len(rows)}; rilis / release {release}")
    shown = Table(box=None)
    heads = (
        "id",
        "tindakan / act",
        "objek",
        "sejak / from",
        "sampai / until",
        "oleh / by",
        "status",
    )
    for name in heads:
        shown.add_column(name)
    for row in rows:
        what = f"{row['tindakan']} {_groups(row)}"
        until = row["berlaku_sampai"] or ""
        facts = (what, row["objek"], row["tanggal"], until, row["oleh"], _state(row))
        shown.add_row(row["id_keputusan"], *facts)
    console.print(shown)


def history(rows: list[dict[str, Any]]) -> None:
    """One decision and what has to do with it, by date."""
    for row in rows:
        link = f"{row['hubungan']} / {ENGLISH[row['hubungan']]}"
        _say(f"{row['tanggal']}  {row['id_keputusan']}  {row['tindakan']} {row['objek']}  [{link}]")
        _say(f"    {_groups(row)}")
        noted = f"; dicatat / entered {row['dicatat']}" if row["dicatat"] else ""
        _say(f"    {row['oleh']}: {row['alasan']}{noted}")
        if row["berlaku_sampai"]:
            _say(f"    sampai / until {row['berlaku_sampai']}")
        if row["bukti"]:
            _say(f"    bukti / evidence {row['bukti']}")
        for item in row["riwayat"]:
            _say(f"    {item['rilis']}: {_state(item)}")
        if not row["riwayat"]:
            _say(f"    {_state(row)}")
