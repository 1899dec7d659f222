"""What `dtsen handover` prints: facts of manifests, bodies and days; nobody of the register."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.handover.receipt import Statement
from dagster_dtsen.handover.words import count

_STATES = {
    "diterima": "diterima / received",
    "menunggu": "menunggu / waiting",
    "terlambat": "TERLAMBAT / OVERDUE",
    "rusak": "RUSAK / DAMAGED",
}


def _say(text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def recorded(told: dict[str, Any]) -> None:
    """A record that was made, with the figures that stand in it."""
    _say(f"Berita acara (Lampiran {told['lampiran']}) / hand-over record: {told['berkas']}")
    passed_on = "boleh / may" if told["hak_alih"] else "tidak boleh / may not"
    for label, value in (
        ("Paket / package", f"{told['id_paket']}, nomor / number {told['nomor']}"),
        ("Untuk / for", told["penerima"]),
        ("Izin / grant", told["izin"]),
        ("Rilis / release", told["rilis"]),
        ("Tingkat akses / access level", told["tingkat"]),
        ("Lisensi / licence", told["lisensi"]),
        ("Diteruskan / be passed on", passed_on),
        ("Hari terakhir / last day", told["berlaku_sampai"]),
        ("SHA-256 manifest.json", told["sidik_manifes"]),
    ):
        _say(f"  {label}: {value}")
    for part in told["bagian"]:
        rows = "–" if part["baris"] is None else count(part["baris"])
        _say(f"  {part['nama']}: {rows} baris / rows, SHA-256 {part['sha256']}")
    for entity, rows in sorted(told["baris"].items()):
        _say(f"  {entity}: {count(rows)} baris / rows")
    _signed(told)


def agreed(told: dict[str, Any]) -> None:
    """An agreement that was made."""
    _say(f"Perjanjian kerahasiaan / confidentiality agreement: {told['berkas']}")
    _say(f"  Izin / grant: {told['izin']}; {told['penerima']}")
    _signed(told)


def _signed(told: dict[str, Any]) -> None:
    _say(f"  SHA-256 PDF: {told['sha256']}")
    if told["penanda"]:
        _say(f"  Ditandatangani (PAdES) dengan sertifikat / signed by {told['penanda']}")
    else:
        _say("  Belum ditandatangani / not signed")


def received(said: Statement, new: bool) -> None:
    """A receipt that was recorded, or had been."""
    word = "dicatat / recorded" if new else "sudah tercatat, sama / recorded before, the same"
    _say(f"Tanda terima {said.id_paket} {word}")
    _say(f"  {said.penerima}, diterima / received {said.diterima}")


def table(found: list[dict[str, Any]]) -> None:
    """All packages, one per line."""
    if not found:
        _say("Belum ada paket yang diserahkan / no package was handed over")
        return
    shown = Table(box=None, pad_edge=False)
    for name in ("paket / package", "dibuat / made", "tanda terima / receipt", "hari / days"):
        shown.add_column(name, no_wrap=True)
    shown.add_column("penerima / recipient")
    for item in found:
        waiting = item.get("hari_menunggu")
        shown.add_row(
            item["id_paket"],
            item.get("dibuat", "–"),
            " ".join(filter(None, (_STATES[item["keadaan"]], item.get("diterima")))),
            "–" if waiting is None or item["diterima"] else str(waiting),
            item.get("penerima", "–"),
        )
    console.print(shown)
