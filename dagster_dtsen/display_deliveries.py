"""What the terminal shows of deliveries."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.display import console

_COLUMNS = ("kiriman", "periode", "tanggal_kirim", "status")


def table(found: list[dict[str, Any]]) -> None:
    """One line per delivery."""
    shown = Table(box=None)
    labels = ("kiriman / delivery", "periode / period", "kirim / sent", "status")
    for label in (*labels, "dikembalikan / returned", "rilis / releases"):
        shown.add_column(label, overflow="fold")
    for item in found:
        returned = sum(row["dikembalikan"] for row in item["neraca"])
        cells = [item[name] or "-" for name in _COLUMNS]
        cells[-1] = " ".join(text for text in (item["status"], item["kode_alasan"]) if text)
        shown.add_row(*cells, str(returned) if item["neraca"] else "-", ", ".join(item["rilis"]))
    console.print(shown)


def one(item: dict[str, Any], receipt: str) -> None:
    """The receipt, and the versions that a revocation calls for."""
    console.print(receipt, end="", soft_wrap=True, markup=False)
    console.print(f"Rilis / releases         {', '.join(item['rilis']) or '-'}", markup=False)
    plans(item["rencana"])


def plans(planned: list[dict[str, Any]]) -> None:
    """Versions that revocations call for."""
    for plan in planned:
        console.print(
            f"[bold]{plan['rilis']} direncanakan / planned[/]: tanpa / without "
            f"{', '.join(plan['kiriman'])}; belum dapat dibangun / cannot be built yet",
            soft_wrap=True,
        )


def revoked(decision: Any, new: bool, planned: list[dict[str, Any]]) -> None:
    """A revocation as it was entered."""
    word = "dicatat / recorded" if new else "sudah tercatat / recorded before"
    console.print(
        f"Pencabutan / revocation {decision.id} {word}: {decision.kiriman} di luar rilis sejak / "
        f"outside releases from {decision.tanggal} on",
        soft_wrap=True,
    )
    plans([plan for plan in planned if decision.kiriman in plan["kiriman"]])
