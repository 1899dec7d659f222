"""What `dtsen releases`, `rebuild` and `rollback` print: names and counts, nobody's value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.display_releases import number
from dagster_dtsen.release.versions import Change

_STATES = {
    "terbit": "terbit / published",
    "dipakai": "dipakai / in use",
    "digantikan": "digantikan / replaced",
    "ditarik": "ditarik / withdrawn",
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


def noticed(folders: list[Path]) -> None:
    """Where notes to recipients were written."""
    if folders:
        _say(f"Pemberitahuan kepada penerima / notes to recipients: {len(folders)}")
        for folder in folders:
            _say(f"  {folder}")
