"""Small packages for the tests: made-up parts, a dictionary, and the facts around them."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from dagster_dtsen.envelope import manifest
from dagster_dtsen.envelope.build import Agency, Content, Recipient, build
from dagster_dtsen.envelope.certificates import fingerprint
from dagster_dtsen.envelope.cms import Key
from tests.envelope.pki import NOW, Holder, World

PARTS = ("keluarga-0001.parquet", "keluarga-0002.parquet", "individu-0001.csv")
DOCUMENT, PRIVATE_DOCUMENT = "kamus.csv", "mutu.txt"
CONTENTS = (
    *(Content(name, "tabel", 100 + place) for place, name in enumerate(PARTS)),
    Content(DOCUMENT, "kamus", None, clear=True),
    Content(PRIVATE_DOCUMENT, "mutu"),
)
MARKER = b"ORANG-PENANDA-UJI"


def about(number: int = 3, name: str = "PKT-2026T1-0003") -> manifest.About:
    return manifest.About(
        id_paket=name,
        nomor=number,
        paket_sebelum=None if number == 1 else "PKT-2025T4-0002",
        penerima="Kementerian Uji",
        id_izin="IZIN/UJI/7",
        rilis="2026T1.v1",
        tingkat=4,
        lisensi="DTSEN-terbatas",
        hak_alih=False,
        berlaku_sampai="2027-12-31",
        fakta={"baris": {"keluarga": 201}, "pernyataan": ["uji", 1.5, None]},
    )


def lay(folder: Path, seed: int = 1) -> Path:
    """The folder of clear files; every part holds the marker."""
    generator = random.Random(f"{seed}:paket")
    folder.mkdir(parents=True)
    for place, item in enumerate(CONTENTS):
        body = generator.randbytes(20_000 + 7_000 * place)
        marked = b"id,nama\n" if item.clear else MARKER
        (folder / item.name).write_bytes(marked + body)
    return folder


def agency(world: World, folder: Path) -> Agency:
    return Agency(world.agency.certificate, Key(world.agency.write(folder, "badan")), world.trust)


def recipient(world: World, holder: Holder) -> Recipient:
    return Recipient(holder.certificate, fingerprint(holder.certificate), world.trust)


def package(
    folder: Path,
    world: World,
    holder: Holder,
    what: manifest.About | None = None,
    seed: int = 1,
    moment: dt.datetime = NOW,
) -> Path:
    """A finished package in ``folder``, from clear files beside it."""
    source = lay(folder / "terang", seed)
    target = folder / "paket"
    build(
        source,
        target,
        CONTENTS,
        what or about(),
        recipient(world, holder),
        agency(world, folder / "kunci"),
        moment,
    )
    return target
