"""Small packages for the tests: made-up parts, a dictionary, and the facts around them."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import BinaryIO

from dagster_dtsen.envelope import manifest
from dagster_dtsen.envelope.build import Agency, Content, Recipient, build
from dagster_dtsen.envelope.certificates import fingerprint
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.envelope.openssl import from_file
from tests.envelope.pki import NOW, Holder, World

PARTS = ("keluarga-0001.parquet", "keluarga-0002.parquet", "individu-0001.csv")
DOCUMENT, PRIVATE_DOCUMENT = "kamus.csv", "mutu.txt"
# name, kind, rows, clear
FILES = (
    *((name, "tabel", 100 + place, False) for place, name in enumerate(PARTS)),
    (DOCUMENT, "kamus", None, True),
    (PRIVATE_DOCUMENT, "mutu", None, False),
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


def of_file(path: Path, kind: str, rows: int | None = None, clear: bool = False) -> Content:
    """A file of a package that holds what ``path`` holds."""
    write = from_file(path)

    def counted(sink: BinaryIO) -> int | None:
        write(sink)
        return rows

    return Content(path.name, kind, counted, clear)


def contents(folder: Path) -> list[Content]:
    """All that :func:`lay` laid."""
    return [of_file(folder / name, kind, rows, clear) for name, kind, rows, clear in FILES]


def lay(folder: Path, seed: int = 1) -> Path:
    """The folder of clear files; every part holds the marker."""
    generator = random.Random(f"{seed}:paket")
    folder.mkdir(parents=True)
    for place, (name, _, _, clear) in enumerate(FILES):
        body = generator.randbytes(20_000 + 7_000 * place)
        marked = b"id,nama\n" if clear else MARKER
        (folder / name).write_bytes(marked + body)
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
        target,
        contents(source),
        what or about(),
        recipient(world, holder),
        agency(world, folder / "kunci"),
        moment,
    )
    return target
