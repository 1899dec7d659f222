"""How well families were matched, as tables for a terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.display import console

PARTS = {
    "pasangan": "orang sekeluarga / pairs in one family",
    "keluarga": "keluarga persis sama / exact",
}
EVENTS = {
    "keluarga_baru": "keluarga baru, pisah / new, split",
    "gabung": "gabung / merged",
    "ganti_kepala": "ganti kepala / head changed",
    "masuk": "anggota masuk / member in",
    "keluar": "anggota keluar / member out",
}
REASONS = {
    "status_tertinggal": "register terlambat / register late",
    "di_luar_register": "di luar register / not in the register",
    "terlambat": "terjadi sebelum rilis dasar / before the base release",
    "lain": "lain / other",
}


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{100 * value:.2f}"


def show_families(result: dict[str, Any] | None) -> None:
    """Partition, heads and events of one evaluation; nothing when there are none."""
    if result is None:
        return
    table = Table(title="Keluarga, % / families, %", box=None)
    for name in ("", "presisi / precision", "recall", "F1"):
        table.add_column(name, justify="right" if name else "left")
    for part, label in PARTS.items():
        scores = result[part]
        table.add_row(label, *(_percent(scores[key]) for key in ("presisi", "recall", "f1")))
    console.print(table)
    console.print(f"Kepala benar / right heads: {_percent(result['kepala'])}%")
    if result["peristiwa"] is None:
        return
    table = Table(title="Peristiwa keluarga sejak rilis dasar / events since the base", box=None)
    for name in (
        "",
        "benar / true",
        "temuan / found",
        "presisi / precision",
        "recall",
        "sebab / why",
    ):
        table.add_column(name, justify="right" if name[:1] not in ("", "s") else "left")
    for kind, label in EVENTS.items():
        counts = result["peristiwa"][kind]
        why = [
            f"{what} {number} {REASONS[reason]}"
            for what in ("luput", "keliru")
            for reason, number in counts[what].items()
        ]
        table.add_row(
            label,
            str(counts["benar"]),
            str(counts["temuan"]),
            _percent(counts["presisi"]),
            _percent(counts["recall"]),
            "; ".join(why),
        )
    console.print(table)
