"""What `dtsen as-of` and `dtsen diff` print: counts and names of tables, nobody's value."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.display import number as _n



def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def contents(told: dict[str, Any]) -> None:
    """A stored release: its facts and its tables."""
    _say(f"Rilis / release {told['rilis']}, {told['tanggal_rilis']}")
    _say(f"Dasar / base {told['dasar'] or '–'}")
    _say(f"Sidik / fingerprint {told['sidik']}")
    dated = told["per"] is not None
    table = Table(box=None, pad_edge=False)
    table.add_column("tabel / table")
    for name in ("baris / rows", *((f"per / on {told['per']}",) if dated else ()), "byte"):
        table.add_column(name, justify="right")
    table.add_column("sidik / fingerprint")
    for row in told["tabel"]:
        held = "–" if row["berlaku"] is None else _n(row["berlaku"])
        figures = [_n(row["baris"]), *([held] if dated else []), _n(row["byte"])]
        table.add_row(f"{row['lapisan']}.{row['tabel']}", *figures, row["sidik"][:16])
    console.print(table)
    for name, kind in told.get("kolom", []):
        _say(f"  {name}  {kind}")
    if told["diperiksa"] is not None:
        _say(f"{told['diperiksa']} tabel sama dengan segelnya / tables equal their seal")
    if "berkas" in told:
        file = told["berkas"]
        _say(f"{_n(file['baris'])} baris ditulis ke / rows written to {file['nama']}")
