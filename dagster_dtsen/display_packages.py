"""What `dtsen package` prints: counts and states; nothing of the people in a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console, number
from dagster_dtsen.envelope.manifest import EXCEPTION
from dagster_dtsen.package_release import place_of
from dagster_dtsen.parcels import ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.settings import Settings

_STATES = {
    ledger.BUILT: "ditahan / held",
    ledger.RELEASED: "dilepas / released",
    ledger.DISCARDED: "dibatalkan / discarded",
}


def plain(settings: Settings, package: Package) -> dict[str, Any]:
    """One package for `--json`."""
    facts = package.facts
    kept = ("izin", "nomor", "lembaga", "rilis", "tingkat", "isi", "dasar", "baris", "manifes")
    return {
        "paket": package.id,
        "keadaan": package.state,
        "folder": place_of(settings, package),
        **{name: facts[name] for name in kept},
        EXCEPTION: facts.get(EXCEPTION),
    }


def shown(settings: Settings, package: Package) -> None:
    """One package in words."""
    facts = package.facts
    rows = ", ".join(f"{number(count)} {entity}" for entity, count in facts["baris"].items())
    for label, value in (
        ("Paket / package", f"{package.id}, nomor / number {facts['nomor']}"),
        ("Keadaan / state", _STATES[package.state]),
        ("Izin / grant", facts["izin"]),
        ("Rilis / release", facts["rilis"]),
        ("Isi / content", f"{facts['isi']}: {rows}"),
        ("SHA-256 manifes / of the manifest", facts["manifes"]),
        ("Folder", place_of(settings, package) or "–"),
    ):
        console.print(f"{label}: {value}", markup=False, soft_wrap=True)
    if EXCEPTION in facts:
        console.print(
            "Pengecualian: tanpa sertifikat, dibuka dengan kata sandi / "
            "exception: no certificate, opened with a passphrase",
            markup=False,
            soft_wrap=True,
        )
    if package.state == ledger.BUILT:
        console.print(
            "Tingkat ini perlu tanda tangan: dtsen package statement, lalu dtsen package release / "
            "this level needs signatures",
            markup=False,
            soft_wrap=True,
        )


def passphrase_at(place: Path) -> None:
    """Where the passphrase of a package was written, and what to do with it."""
    console.print(
        f"Kata sandi hanya ada di {place}; kirim lewat saluran lain, lalu hapus / the passphrase "
        "is in that file alone: send it by another way than the package, then delete it",
        markup=False,
        soft_wrap=True,
    )


def table(found: list[Package]) -> None:
    """All packages."""
    page = Table(box=None)
    for title in ("Paket / package", "Keadaan / state", "Penerima / recipient", "Rilis", "Isi"):
        page.add_column(title)
    page.add_column("Baris / rows", justify="right")
    for package in found:
        facts = package.facts
        page.add_row(
            package.id,
            _STATES[package.state],
            facts["lembaga"],
            facts["rilis"],
            facts["isi"],
            number(sum(facts["baris"].values())),
        )
    console.print(page)
