"""What the terminal shows: counts, tables, places to look. Indonesian first, then English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings

console = Console(highlight=False, width=110)

STEPS = {
    "open_release": "buka rilis / open release",
    "kendali__rilis": "buka rilis / open release",
    "rujukan_asal__desa_kemendagri": "muat daftar desa / load the list of villages",
    "close_ledger": "tutup buku kiriman / close ledger",
    "dbt_intake": "dbt: staging, aturan baris, standardisasi / intake",
    "gerbang_received": "gerbang received (diterima)",
    "link_records": "pemadanan / record linkage",
    "gerbang_linked": "gerbang linked (dipadankan)",
    "dbt_register": "dbt: pembaruan dan validasi / register",
    "gerbang_registered": "gerbang registered (tervalidasi)",
    "dbt_release": "dbt: riwayat dan pembekuan / history and freeze",
    "seal_snapshot": "segel snapshot / seal snapshot",
    "gerbang_frozen": "gerbang frozen (dibekukan)",
    "load_welfare_model": "muat model kesejahteraan / load welfare model",
    "dbt_ranking": "dbt: pemeringkatan / ranking",
    "gerbang_ranked": "gerbang ranked (diperingkatkan)",
    "dbt_marts": "dbt: tabel terbit / marts",
    "gerbang_publishable": "gerbang publishable (layak terbit)",
    "publish_release": "terbitkan / publish",
    "tanda_terima__kiriman": "tanda terima / receipts",
    "load_base_reports": "muat laporan rilis dasar / load the base reports",
    "profile_deliveries": "profil kiriman / profile of deliveries",
    "pengembalian__paket": "paket pengembalian / return packages",
}


def step(key: str, seconds: float) -> None:
    """One finished stage with its time."""
    name = STEPS.get(key)
    if name is None and key.startswith("receive_"):
        name = f"terima {key.removeprefix('receive_')} / receive"
    console.print(f"  [green]✓[/] {name or key:<58} {seconds:6.1f} s")


def recovered(items: list[str]) -> None:
    """What a killed run had left behind."""
    if items:
        console.print(
            f"Sisa proses yang terhenti dibereskan / tidied after a stopped run: {', '.join(items)}"
        )


def without_working_file(settings: Settings) -> None:
    """How a lost working file comes back where no release was due."""
    if not settings.warehouse_file.exists():
        name = settings.warehouse_file.name
        console.print(
            f"{name} tiada: kembali bersama rilis berikut, atau sekarang dengan `dtsen rebuild` / "
            "it comes back with the next release, or now by `dtsen rebuild`",
            soft_wrap=True,
        )


def release_header(release: ReleaseId, notes: int) -> None:
    """Start of one release."""
    console.rule(f"Rilis {release} — {notes} surat pengantar / delivery notes")


def release_summary(settings: Settings, outcome: Any) -> None:
    """Figures of a release after its run."""
    stored = store.find(settings, outcome.release)
    assert stored is not None  # the run has just published or found it
    if not outcome.built:
        console.print(
            f"Rilis {stored.name} sudah terbit, tidak diubah / already published, unchanged"
        )
    _figures(stored.manifest)
    if outcome.built:
        console.print(f"Waktu / time: {outcome.seconds:.1f} s")


def _figures(manifest: dict[str, Any]) -> None:
    summary = manifest["ringkasan"]
    delivered, rows = summary["kiriman"], summary["baris"]
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row(
        "Kiriman / deliveries",
        f"{delivered['diterima']} diterima / received, {delivered['lolos']} lolos / accepted, "
        f"{delivered['ditolak']} ditolak / refused",
    )
    if summary.get("terlambat"):
        late = ", ".join(
            f"{row['penyedia']} {row['dataset']} {row['periode']}" for row in summary["terlambat"]
        )
        table.add_row("Belum datang / overdue", f"[bold red]{late}[/]")
    table.add_row(
        "Baris / rows",
        f"{number(rows['dibaca'])} dibaca / read = "
        f"{number(rows['diterima'])} diterima / accepted + "
        f"{number(rows['dikembalikan'])} dikembalikan / returned",
    )
    if summary.get("kode_bps"):
        table.add_row("Kode BPS / BPS village codes", _bps_codes(summary["kode_bps"]))
    table.add_row(
        "Isi rilis / in the release",
        f"{number(summary['individu'])} individu / persons, "
        f"{number(summary['keluarga'])} keluarga / families",
    )
    left_out = ", ".join(f"{key} {number(value)}" for key, value in summary["dikeluarkan"].items())
    table.add_row("Tidak diikutkan / left out", left_out or "0")
    passed = sum(gate["lulus"] for gate in manifest["gerbang"])
    table.add_row(
        "Gerbang / gates",
        f"{passed} dari/of {len(manifest['gerbang'])} lolos / passed: "
        + ", ".join(gate["nama"] for gate in manifest["gerbang"]),
    )
    table.add_row("Sidik / fingerprint", manifest["sidik"]["rilis"])
    console.print(table)
    _sources(summary.get("sumber", []))
    _changes(summary["perubahan"])
    _deciles(summary["desil"])


def _bps_codes(counts: dict[str, int]) -> str:
    """How many led to a village; loud when some did not, for their regions stay empty."""
    mapped, total = counts.get("padan", 0), sum(counts.values())
    text = f"{number(mapped)} dari/of {number(total)} dipadankan / mapped"
    others = ", ".join(f"{key} {number(n)}" for key, n in counts.items() if key != "padan")
    return f"[bold red]{text}: {others}[/]" if others else text


def _sources(rows: list[dict[str, Any]]) -> None:
    """Every source in use; releases made before this was counted have none."""
    if not rows:
        return
    table = Table(title="Sumber yang dipakai / sources in use", box=None)
    table.add_column("penyedia / provider")
    table.add_column("peran / role")
    for name in ("rekaman / records", "individu / persons", "keluarga / families"):
        table.add_column(name, justify="right")
    for row in rows:
        figures = [row[key] for key in ("rekaman", "individu", "keluarga")]
        table.add_row(
            f"{row['penyedia']} {row['dataset']}",
            row["peran"],
            *("-" if figure is None else number(figure) for figure in figures),
        )
    console.print(table)


def _changes(changes: dict[str, Any] | None) -> None:
    if not changes:
        return
    table = Table(title=f"Perubahan terhadap / changes since {changes['dasar']}", box=None)
    table.add_column("")
    table.add_column("", justify="right")
    for label, key in (
        ("individu masuk / persons entered", "individu_masuk"),
        ("individu keluar / persons left", "individu_keluar"),
        ("keluarga masuk / families entered", "keluarga_masuk"),
        ("keluarga keluar / families left", "keluarga_keluar"),
        ("desil turun / decile went down (poorer)", "desil_turun"),
        ("desil naik / decile went up", "desil_naik"),
        ("desil tetap / decile unchanged", "desil_tetap"),
    ):
        table.add_row(label, number(changes[key]))
    for kind in ("individu", "keluarga"):
        for event, count in changes[f"peristiwa_{kind}"].items():
            table.add_row(f"peristiwa / event {kind}: {event}", number(count))
    console.print(table)


def _deciles(rows: list[dict[str, Any]]) -> None:
    table = Table(title="Desil nasional / national deciles (1 = termiskin / poorest)", box=None)
    for name in ("desil / decile", "keluarga / families", "individu / persons"):
        table.add_column(name, justify="right")
    for row in rows:
        label = "tanpa peringkat / unranked" if row["desil"] is None else str(row["desil"])
        table.add_row(label, number(row["keluarga"]), number(row["individu"]))
    console.print(table)


def status(content: dict[str, Any]) -> None:
    """The published release in words."""
    console.print_json(data=content)


def docs(path: Path) -> None:
    """Where to look."""
    console.rule("Ke mana melihat / where to look")
    home = path.parent.parent
    for label, target in (
        ("Dokumentasi dan silsilah data / docs and lineage", path),
        ("Tabel terbit / published tables (DuckDB)", home / "terbit.duckdb"),
        ("Berkas rilis / release files (Parquet)", home / "rilis"),
        ("Paket pengembalian / return packages", home / "pengembalian"),
        ("Paket bagi penerima / recipients’ packages", home / "paket"),
        *(("Papan data terbuka / open dashboard", page) for page in sorted(home.glob("papan_*"))),
    ):
        if target.exists():
            console.print(f"  {label}: {_short(target)}")
    console.print("  Dagster UI: make ui")


def twin(out: Path, counts: dict[str, Any]) -> None:
    """What the twin wrote: records per delivery and dataset, rows of the truth."""
    console.print(f"Kiriman sintetis di / synthetic deliveries in {_short(out)}:")
    for delivery, datasets in counts["kiriman"].items():
        console.print(f"  {delivery}: {_counts(datasets)}")
    console.print(f"  Kebenaran / truth: {_counts(counts['kebenaran'])}")


def _counts(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in numbers.items())


def trained(settings: Settings) -> None:
    """Where trained models are."""
    console.print(f"Model di / models in {_short(settings.models_dir)}")


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def number(value: int) -> str:
    """Thousands with a dot, as in Indonesia."""
    return f"{value:,}".replace(",", ".")
