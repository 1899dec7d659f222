"""What `dtsen review --status` prints: Indonesian first, then English; ids and counts only."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.steward.review_quality import ALL

ENGLISH = {
    "presisi": "precision",
    "recall": "recall",
    "salah_penilai": "error of reviewers",
    "kesepakatan": "agreement",
    "cakupan": "judged share",
    "menunggu ketiga": "waits for a third",
    "selesai": "settled",
}
KEY = 12
FIGURES = ("nilai", "bawah", "atas", "dinilai/judged", "dua/twice")


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _figure(value: Any) -> str:
    return "–" if value is None else f"{float(value):.4f}"


def status(found: dict[str, Any]) -> None:
    """Second looks, disagreements, and the quality that the sample tells."""
    looks = found["tinjauan"]
    _say(
        f"Butir antrean dijawab di halaman / queue items answered on the page: {looks['butir']}, "
        f"ditandai dua kali / marked for a second look: {looks['ditandai']}, "
        f"dinilai dua / judged twice: {looks['dinilai_dua']}, "
        f"kesepakatan / agreement: {_figure(looks['kesepakatan'])}"
    )
    for name, count in looks["petugas"].items():
        _say(f"  {name}: {count}")
    for row in looks["berbeda"]:
        _say(
            f"  berbeda / differ: {row['id_antrean'][:KEY]} satu/one {row['sama']}, "
            f"dua/two {row['beda']} – {row['status']} / {ENGLISH[row['status']]}"
        )
    if found["mutu"]:
        _say(f"Sampel / sample {found['rilis']}; selang 95 % / 95 % intervals:")
        table = Table("ukuran / measure", box=None)
        for name in FIGURES:
            table.add_column(name, justify="right")
        for row in found["mutu"]:
            alone = row["stratum"] != ALL
            name = f"– {row['stratum']}" if alone else f"{row['ukuran']} / {ENGLISH[row['ukuran']]}"
            table.add_row(
                name,
                *(_figure(row[figure]) for figure in ("nilai", "bawah", "atas")),
                f"{row['dinilai']}/{row['ditarik']}",
                str(row["dinilai_dua"]),
            )
        console.print(table)
        if not found["mutu"][0]["cukup"]:
            _say(
                "Belum semua stratum dinilai; selangnya masih terlalu lebar / "
                "not every stratum was judged, intervals are too wide"
            )
    trail = found["jejak"]
    broken = trail["rusak"]
    state = "utuh / whole" if broken is None else f"RUSAK di baris / broken at line {broken}"
    _say(f"Jejak / audit trail: {trail['baris']} baris / lines, {state}")
