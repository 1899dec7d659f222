"""What `dtsen releases`, `rebuild` and `rollback` print: names and counts, nobody's value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console, number
from dagster_dtsen.release.versions import Change
from dagster_dtsen.steward.erasures import Erasure

_STATES = {
    "terbit": "terbit / published",
    "menunggu": "menunggu dtsen run / waits for it",
    "dipakai": "dipakai / in use",
    "digantikan": "digantikan / replaced",
    "ditarik": "ditarik / withdrawn",
    "dihapus": "dimusnahkan / destroyed",
}
_ERASURES = {
    "belum": "belum dilakukan / not carried out",
    "membangun": "membangun versi baru / building new versions",
    "tertinggal": "arsip belum terbaca / archive not read yet",
    "selesai": "selesai / done",
}


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def table(told: list[dict[str, Any]]) -> None:
    """All versions, oldest first."""
    shown = Table(box=None, pad_edge=False)
    for name in ("rilis", "dasar / base", "keadaan / state"):
        shown.add_column(name, no_wrap=True)
    for name in ("individu", "keluarga"):
        shown.add_column(name, justify="right")
    shown.add_column("sidik / fingerprint")
    for row in told:
        figures = (number(row["individu"]), number(row["keluarga"]), row["sidik"][:16])
        shown.add_row(row["rilis"], row["dasar"] or "–", _STATES[row["keadaan"]], *figures)
    console.print(shown)
    for row in told:
        if row["bangun_ulang"] is not None:
            _say(
                f"{row['rilis']} akan dibangun ulang / is to be built anew: {row['bangun_ulang']} "
                f"(dtsen run)"
            )


def requested(name: str) -> None:
    """A request for a new version."""
    _say(f"{name} dibangun ulang / is built anew")


def rolled_back(change: Change) -> None:
    """What a rollback changed."""
    if change.nothing:
        _say(f"Pembaca sudah melihat / readers see already: {change.target}")
        return
    _say(f"Pembaca kini melihat / readers now see: {change.target}")
    if change.withdrawn:
        _say(f"Ditarik / withdrawn: {', '.join(change.withdrawn)}")
    if change.restored:
        _say(f"Dipulihkan / brought back: {', '.join(change.restored)}")
    _say("Tidak ada yang dihapus / nothing is deleted")


def not_verified(destroyed: list[str], strays: list[str]) -> None:
    """What has no rows that could be held against a seal, and what is no release by its name."""
    if destroyed:
        names = ", ".join(destroyed)
        _say(f"Dimusnahkan / destroyed ({number(len(destroyed))}): {names}")
    if strays:
        _say(f"Bukan rilis, tidak diperiksa / no releases, not checked: {', '.join(strays)}")


def noticed(folders: list[Path]) -> None:
    """Where notes to recipients were written."""
    if folders:
        _say(f"Pemberitahuan kepada penerima / notes to recipients: {len(folders)}")
        for folder in folders:
            _say(f"  {folder}")


def erased(item: Erasure) -> None:
    """An erasure that was carried out but for the releases."""
    _say(f"Dihapus / erased: {number(item.individu)} orang / persons ({item.id})")
    if item.rilis:
        _say(f"Rilis dibangun ulang sejak / releases are built anew from: {item.rilis}")


def erasures(told: list[dict[str, Any]]) -> None:
    """All erasures, with counts alone."""
    for row in told:
        _say(
            f"{row['id_penghapusan']}  {row['tanggal']}  {number(row['individu'])} orang / persons"
            f"  {row['rilis'] or '–'}  {_ERASURES[row['keadaan']]}  {row['alasan']}"
        )
        for delivery in row["kiriman"]:
            _say(f"    {delivery}: tidak terbaca menurut kontrak / not readable by its contract")
    if not told:
        _say("Tidak ada penghapusan / no erasures")
