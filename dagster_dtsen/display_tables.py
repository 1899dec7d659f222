"""What `dtsen tables` prints: rules, figures of the attack and files; no count of any cell."""

from __future__ import annotations

from rich.table import Table

from dagster_dtsen.disclosure.ledger import Publication
from dagster_dtsen.display import console, number


def shown(found: Publication) -> None:
    """One publication in words."""
    facts, attack = found.facts, found.facts["serangan"]
    lines = [
        ("Terbitan / publication", f"{found.id} ({found.folder})"),
        (
            "Kebijakan / policy",
            f"versi {facts['kebijakan']['versi']}, kunci / key {facts['kunci']}",
        ),
        *(
            (
                f"Tingkat / level {layer['tingkat']}",
                f"dasar / base {layer['dasar']['keluarga']} keluarga, "
                f"{layer['dasar']['individu']} individu",
            )
            for layer in facts["lapis"]
        ),
        (
            "Sel / cells",
            f"{number(attack['sel'])}; kecil / small {number(attack['sel_kecil'])}; "
            f"ditutup / closed {number(attack['tertutup'])}",
        ),
        (
            "Serangan / attack",
            f"{number(attack['program'])} program linear, {number(attack['pasangan'])} selisih / "
            f"differences; terungkap / told 0",
        ),
    ]
    for label, value in lines:
        console.print(f" {label:26} {value}", highlight=False)
    for name, told in facts["tabel"].items():
        console.print(
            f"   {name:22} {number(told['baris']):>12}  tingkat / level {told['tingkat']}, "
            f"{told['kelas_data']}",
            highlight=False,
        )


def listed(found: list[Publication]) -> None:
    """All publications, one line each."""
    table = Table(box=None)
    for title in ("terbitan", "kebijakan", "kunci", "sel / cells", "ditutup / closed", "selisih"):
        table.add_column(title)
    for item in found:
        attack = item.facts["serangan"]
        table.add_row(
            item.id,
            str(item.facts["kebijakan"]["versi"]),
            item.facts["kunci"],
            number(attack["sel"]),
            number(attack["tertutup"]),
            number(attack["pasangan"]),
        )
    console.print(table)
