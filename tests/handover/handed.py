"""Homes with grants in force, and packages that were handed over under them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dagster_dtsen import grants
from dagster_dtsen.envelope import manifest
from dagster_dtsen.envelope.build import build
from dagster_dtsen.settings import Settings
from tests.envelope import packages, pki
from tests.sharing.grant_requests import PKH, example, lay

MOMENT = dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC)
REQUESTED = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
# an example of docs/grants for every annex
GRANTS = {"B": "kemensos_pkh", "C": "bpkp", "D": "pln"}
CERTIFICATES = {
    content["izin"]: content["sertifikat"] for content in map(example, GRANTS.values())
} | {"tidak-ada": "ab" * 32}
STEPS = (
    "diajukan", "diverifikasi_teknis", "diverifikasi_substansi", "direkomendasikan", "disetujui",
    "perjanjian", "aktif",
)  # fmt: skip
Change = Callable[[dict[str, Any]], object]


def _unchanged(content: dict[str, Any]) -> None:
    """Leaves a request as it is."""


def request(settings: Settings, annex: str, change: Change = _unchanged) -> dict[str, Any]:
    """Enter the example of an annex; its content."""
    content = example(GRANTS[annex])
    change(content)
    settings.root.mkdir(parents=True, exist_ok=True)
    criteria = PKH if content.get("kriteria") else None
    grants.enter(settings, lay(settings.root / "izin.yml", content), REQUESTED, criteria)
    return content


def grant(settings: Settings, annex: str, change: Change = _unchanged) -> dict[str, Any]:
    """A grant in force; the signatures of its steps are made up."""
    content = request(settings, annex, change)
    for to in STEPS:
        grants.move(
            settings, content["izin"], to, REQUESTED,
            signature=settings.root / "izin.yml", signer=lambda *_: "ab" * 32,
        )  # fmt: skip
    return content


def about(content: dict[str, Any], annex: str, rows: int = 7_000_301) -> manifest.About:
    """What a package under that grant says; all rows are families where it has any."""
    entities = sorted(content["variabel"])
    counts = dict.fromkeys(entities, 0) | {entities[0]: rows}
    scope = content["wilayah"]
    return manifest.About(
        id_paket=f"PKT-{annex}-0001",
        nomor=1,
        paket_sebelum=None,
        penerima=content["pemohon"]["nama"],
        id_izin=content["izin"],
        rilis="2026T1.v1",
        tingkat=max(content["tingkat"]),
        lisensi=content["lisensi"],
        hak_alih=annex == "B",
        berlaku_sampai=str(content["masa"]["sampai"]),
        fakta={
            "kegiatan": content["kegiatan"],
            "lampiran": annex,
            "peran": content["peran"],
            "tujuan": content["tujuan"],
            "wilayah": scope if isinstance(scope, str) else scope["kode"],
            "variabel": content["variabel"],
            "baris": counts,
            "tanggal_rilis": "2026-03-31",
            "sidik_rilis": hashlib.sha256(b"rilis").hexdigest(),
            "bentuk": "parquet",
            "isi": "penuh",
            "program": content.get("program"),
        },
    )


def entries(parts: int, rows: int) -> tuple[manifest.Entry, ...]:
    """Sealed parts that hold ``rows`` together, and the two files of every package."""

    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    share, rest = divmod(rows, parts)
    sealed = [
        manifest.Entry(
            name := f"keluarga-{place:04d}.parquet", manifest.SEALED, "tabel",
            share + (rest if place == 1 else 0), 150_000_000, digest(name), 150_003_211,
            digest(f"{name}.cms"),
        )
        for place in range(1, parts + 1)
    ]  # fmt: skip
    own = [
        manifest.Entry(name, manifest.OWN, "penjelasan", None, 10, digest(name), None, None)
        for name in (manifest.README, manifest.SCRIPT)
    ]
    return (*sealed, *own)


def listed(
    folder: Path, what: manifest.About, parts: int = 3, certificate: str | None = None
) -> Path:
    """A package folder that holds its manifest alone."""
    rows = sum(what.fakta["baris"].values()) if "baris" in what.fakta else 1
    made = manifest.make(
        what,
        MOMENT,
        certificate or CERTIFICATES[what.id_izin],
        "cd" * 32,
        "AES-256-CBC/RSA-OAEP-SHA256",
        entries(parts, rows),
    )
    folder.mkdir(parents=True)
    (folder / manifest.MANIFEST).write_bytes(made.text())
    return folder


def sealed(settings: Settings, what: manifest.About, scratch: Path) -> Path:
    """A whole package in the home, sealed and signed now."""
    world = pki.world()
    source = packages.lay(scratch / "terang")
    facts = what.fakta | {"baris": dict.fromkeys(what.fakta["baris"], 0)}
    facts["baris"] |= {min(facts["baris"]): sum(rows or 0 for _, _, rows, _ in packages.FILES)}
    target = settings.packages_dir / what.id_paket
    build(
        target, packages.contents(source), replace(what, fakta=facts),
        packages.recipient(world, world.rsa), packages.agency(world, scratch / "kunci"),
        dt.datetime.now(dt.UTC).replace(microsecond=0),
    )  # fmt: skip
    return target
