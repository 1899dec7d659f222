"""What `dtsen models` and `dtsen train kesejahteraan` print: names, figures, nobody's value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console
from dagster_dtsen.ranking.measures_text import PUBLISHED
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.register import Entry, file_name


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def plain(entry: Entry) -> dict[str, Any]:
    """One model for `--json`."""
    return {
        "model": entry.label,
        "asal": entry.asal,
        "sidik": entry.sidik,
        "kandidat": entry.kandidat,
        "penulis": entry.penulis,
        "dilatih": entry.dilatih,
        "persetujuan": entry.persetujuan,
        "berlaku": entry.berlaku,
    }


def table(found: list[Entry]) -> None:
    """All models of the register."""
    shown = Table(box=None, pad_edge=False)
    for name in ("model", "asal / origin", "cara / method", "penulis / author"):
        shown.add_column(name, no_wrap=True)
    shown.add_column("keadaan / state")
    for entry in found:
        state = "berlaku / in force" if entry.berlaku else ""
        if entry.persetujuan:
            told = entry.persetujuan
            state += f" disetujui / approved {told['oleh']} {told['pada'][:10]}: {told['alasan']}"
        elif entry.asal == "rumah":
            state += " belum disetujui / not approved"
        shown.add_row(
            entry.label,
            "paket / shipped" if entry.asal == "paket" else "rumah / home",
            entry.kandidat or "ols",
            entry.penulis or "–",
            state.strip(),
        )
    console.print(shown)


def card(entry: Entry) -> None:
    """The card that lies beside a model."""
    path = entry.path.with_suffix(".md")
    _say(path.read_text(encoding="utf-8") if path.is_file() else entry.label)


def approved(entry: Entry) -> None:
    """What was approved, and what follows."""
    since = entry.persetujuan["mulai"] if entry.persetujuan else ""
    _say(f"Rilis mulai {since} memakai {entry.label} / releases from {since} on use it")


def exported(to: Path, rows: int) -> None:
    """Where the sandbox lies."""
    _say(f"{rows:,} rumah tangga / households: {to.name}/rumah_tangga.parquet, kamus.csv, BACA.md")


def _errors(kuota: dict[str, Any]) -> None:
    shown = Table(box=None, pad_edge=False)
    for name in ("kuota / quota", "eksklusi / exclusion", "inklusi / inclusion", "total"):
        shown.add_column(name, justify="right")
    for quota, own in kuota.items():
        told = [
            f"{own[name]['nilai']:.4f} ± {own[name]['galat_baku']:.4f}"
            for name in ("eksklusi", "inklusi", "keseluruhan")
        ]
        shown.add_row(f"{quota} %", *told)
    console.print(shown)


def trained(model: Model, label: str, waits: bool) -> None:
    """Which candidate was chosen and how it does on households it has not seen."""
    own = model.ukuran
    _say(
        f"{label}: {model.latih['kandidat']}, {model.latih['rumah_tangga']:,} rumah tangga / "
        f"households; korelasi peringkat / rank correlation {own['korelasi_peringkat']:.3f}, "
        f"AUC {own['roc']['luas']:.3f}"
    )
    _errors(own["kuota"])
    if waits:
        _say(f"Berlaku sesudah / used after: dtsen models approve {label} --alasan …")


def measured(result: dict[str, Any]) -> None:
    """The evaluation kit on a release."""
    rank = result["korelasi_peringkat_desa"]
    _say(
        f"{result['rilis']} {result['model']}: {result['rumah_tangga']:,} keluarga / families; "
        f"korelasi peringkat / rank correlation {result['korelasi_peringkat']:.3f}, "
        f"dalam desa / within villages {'–' if rank is None else format(rank, '.3f')} "
        f"(Alatas et al. 2012: {PUBLISHED['korelasi_desa']})"
    )
    _errors(result["kuota"])
    for name, values in result["kelompok"].items():
        told = ", ".join(
            f"{value} {own['eksklusi']['nilai']:.3f}"
            for value, own in values.items()
            if own["eksklusi"]["nilai"] is not None
        )
        _say(f"{name}: {told}")
    _calibrated(result["ketidakpastian"])


def _calibrated(own: dict[str, Any]) -> None:
    """What was said of the uncertainty beside what came of it."""
    inside = own["rentang_90"]
    if inside["nilai"] is None:
        _say("Ketidakpastian tidak diukur model ini / this model measured no uncertainty")
        return
    _say(
        f"Dalam rentang 90 % / inside the interval of 90 %: {inside['nilai']:.3f} ± "
        f"{inside['galat_baku']:.3f} ({own['keluarga']:,} keluarga / families)"
    )
    for row in own["desil_1_4"]:
        _say(
            f"  desil 1-4, dikatakan / said {row['dikatakan']:.2f}, "
            f"nyata / true {row['nyata']:.2f} ({row['keluarga']:,})"
        )
    for row in own["batas"]:
        _say(
            f"  {row['program']}: sisi lain / other side, dikatakan / said "
            f"{row['dikatakan']:.3f}, nyata / true {row['nyata']:.3f}"
        )


def calibrated(model: Model) -> None:
    """The new intervals of a model, and under which name it waits for approval."""
    own, cover = model.sisaan["kalibrasi"], model.sisaan["cakupan"]["90"]
    _say(f"{file_name(model.nama, model.sidik)} ({own['rilis']})")
    _say(f"Keluarga yang dikunjungi / visited families: {own['keluarga']:,}")
    _say(
        f"Di dalam rentang 90 % / inside the interval of 90 %: {cover['nilai']:.3f} ± "
        f"{cover['galat_baku']:.3f}"
    )
    _say("Belum dipakai; setujui / not used yet; approve: dtsen models approve")
