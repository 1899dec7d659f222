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
    for label in (*labels, "kembali / returned", "rilis / release"):
        shown.add_column(label, no_wrap=label in (labels[0], "status"))
    for item in found:
        returned = sum(row["dikembalikan"] for row in item["neraca"])
        cells = [item[name] or "-" for name in _COLUMNS]
        cells[-1] = " ".join(text for text in (item["status"], item["kode_alasan"]) if text)
        cells.append(str(returned) if item["neraca"] else "-")
        # the first that used it; the following ones build on that
        cells.append(item["rilis"][0] if item["rilis"] else "-")
        shown.add_row(*cells)
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
            f"{', '.join(plan['kiriman'])}; dtsen rebuild {plan['rilis'].partition('.')[0]}",
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


def purged(found: list[Any], *, dry_run: bool) -> None:
    """What left the landing folder, and what stays with the reason."""
    gone = "akan dihapus / would go" if dry_run else "dihapus / deleted"
    for item in found:
        name = item.delivery or f"{item.folder.parent.name}/{item.folder.name}"
        console.print(f"{name}: {item.reason or gone}", soft_wrap=True, markup=False)
    count = sum(item.reason is None for item in found)
    console.print(f"{count} kiriman / deliveries {gone}")


def verdict(found: dict[str, Any]) -> None:
    """The verdict of a pre-check in words: decision, balance, reasons with numbers and fixes."""
    words = {
        "diterima": "DITERIMA / ACCEPTED",
        "diterima_sebagian": "DITERIMA SEBAGIAN / ACCEPTED, SOME RECORDS RETURNED",
        "ditolak": "DITOLAK / REFUSED",
    }
    name = f" — {found['kiriman']}" if "kiriman" in found else ""
    console.print(f"[bold]{words[found['keputusan']]}[/]{name}", soft_wrap=True)
    if found["kode_alasan"]:
        _told(f"{found['kode_alasan']}: {found['rincian']}", found)
    for row in found["neraca"]:
        console.print(
            f"{row['dataset']}: {row['dibaca']} dibaca / read = {row['diterima']} diterima / "
            f"accepted + {row['dikembalikan']} dikembalikan / returned",
            soft_wrap=True,
        )
    for row in found["alasan"]:
        records, lines = row["nomor_rekaman"] or [], row["nomor_baris_rusak"] or []
        where = [_listed("rekaman / records", records), _listed("baris / lines", lines)]
        rest = ", …" if row["jumlah"] > len(records) + len(lines) else ""
        _told(
            f"{row['dataset']} {row['kode_alasan']} ({row['tindakan']}) {row['jumlah']}×: "
            f"{'; '.join(filter(None, where))}{rest}",
            row,
        )
    console.print("Tidak ada yang disimpan / nothing was stored")


def _listed(name: str, numbers: list[int]) -> str:
    return f"{name} {', '.join(map(str, numbers))}" if numbers else ""


def _told(head: str, row: dict[str, Any]) -> None:
    console.print(head, soft_wrap=True, markup=False)
    for language in ("id", "en"):
        parts = [row[f"{name}_{language}"] for name in ("pesan", "saran")]
        console.print(f"    {' → '.join(filter(None, parts))}", soft_wrap=True, markup=False)
