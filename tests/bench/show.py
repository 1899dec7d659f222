"""The benchmark as two tables, Indonesian first, then English."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table


def show(record: dict[str, Any], console: Console) -> None:
    """Print one record of docs/results/bench.jsonl."""
    console.rule(f"{record['people']:,} orang / people, benih / seed {record['seed']}")
    _stages("Sistem utuh / whole system", record["system"], console)
    _stages("Naskah DuckDB polos / bare DuckDB script", record["bare"], console)
    table = Table(box=None, show_header=False)
    for label, value in _summary(record):
        table.add_row(label, value)
    console.print(table)
    for step, found in record["system"]["dbt"].items():
        slowest = ", ".join(
            f"{item['node'].split('.')[2]} {item['seconds']:.1f}" for item in found["slowest"][:3]
        )
        console.print(f"{step}: {found['nodes']} simpul / nodes, {found['seconds']}; {slowest}")
    if record.get("operators"):
        console.print(f"Operator DuckDB termahal / costliest operators: {record['slowest_model']}")
        for item in record["operators"]:
            console.print(f"  {item['operator']:<28} {item['seconds']:8.3f} s  {item['rows']}")


def _stages(title: str, report: dict[str, Any], console: Console) -> None:
    table = Table(title=title, box=None)
    table.add_column("tahap / stage")
    for name in ("detik / s", "CPU s", "puncak / peak MB"):
        table.add_column(name, justify="right")
    for item in [*report["stages"], report | {"stage": "jumlah / total"}]:
        table.add_row(
            item["stage"], f"{item['wall']:.2f}", f"{item['cpu']:.2f}", f"{item['peak_mb']:,}"
        )
    console.print(table)


def _summary(record: dict[str, Any]) -> list[tuple[str, str]]:
    system, bare, ratio = record["system"], record["bare"], record["ratio"]
    start = system["start"]
    return [
        ("Penduduk sintetis (tidak dihitung) / twin (not counted)", f"{record['twin']:.1f} s"),
        ("Mulai: impor / start: imports", f"{start['wall']:.1f} s, {start['cpu']:.1f} s CPU"),
        ("Mulai: dbt parse (sekali per home / once per home)", f"{start['dbt parse']['wall']} s"),
        ("Mulai: definisi / definitions", f"{start['definitions']['wall']} s"),
        ("Baris terbit, sistem / published rows, system", str(system["counts"])),
        ("Baris terbit, polos / published rows, bare", str(bare["counts"])),
        ("Nisbah kerja sistem/polos / work ratio", f"{ratio['wall']} ×, CPU {ratio['cpu']} ×"),
        ("Proses lain / what else ran", record["load"]["note"]),
    ]
