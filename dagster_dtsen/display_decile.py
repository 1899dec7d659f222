"""What `dtsen explain decile` prints; Indonesian first, then English."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.decile.words import number, said
from dagster_dtsen.display import console


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _both(pair: list[str]) -> str:
    return " / ".join(dict.fromkeys(pair))


def move(told: dict[str, Any]) -> None:
    """The move, its causes, and the answers behind."""
    console.rule(f"Desil / decile — {told['siapa']['id_keluarga']}, {told['dari']} → {told['ke']}")
    _say(f"{told['desil_dasar'] or '–'} → {told['desil'] or '–'}")
    if told["dibandingkan"]:
        causes = Table(show_edge=False)
        causes.add_column("Sebab / cause")
        causes.add_column("Bagian (desil) / part", justify="right")
        for cause, twelfths in told["bagian"].items():
            causes.add_row(_both(said("sebab", cause)), number(twelfths / 12))
        console.print(causes)
    for step in told["langkah"]:
        _say(f"{step['dasar']} → {step['rilis']}: {_both(step['status']['kata'])}")
        if reason := step["alasan_tanpa_peringkat"]:
            _say(f"  {_both(reason)}")
        if step["jawaban"]:
            console.print(_answers(step["jawaban"]))


def _answers(lines: list[dict[str, Any]]) -> Table:
    table = Table(show_edge=False)
    for name in ("Jawaban / answer", "Dahulu / then", "Sekarang / now"):
        table.add_column(name)
    table.add_column("Bagian (desil) / part", justify="right")
    for line in lines:
        said_ = [_both(line[when]) if line[when] else "•••" for when in ("dulu", "kini")]
        table.add_row(_both(line["kata"]), *said_, number(line["bagian_per_720"] / 720))
    return table
