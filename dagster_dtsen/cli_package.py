"""`dtsen open`, and `dtsen verify` of a package: what a recipient does; needs no home."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dagster_dtsen.cli_common import AsJson, bilingual, echo_json

PASSPHRASE = "DTSEN_OPEN_PASSPHRASE"
TrustFolder = Annotated[
    Path | None,
    typer.Option(
        "--trust",
        file_okay=False,
        help="Folder kepercayaan: akar, penanda tangan, CRL / trusted root, signer, CRL",
    ),
]
Last = Annotated[
    int | None,
    typer.Option(
        "--last",
        min=0,
        metavar="N",
        help="Nomor paket terakhir yang diterima / number of the package accepted last",
    ),
]


@bilingual
def open_package(
    package: Annotated[Path, typer.Argument(metavar="PAKET", help="Folder paket / the package")],
    to: Annotated[
        Path, typer.Option("--to", help="Folder kosong untuk isinya / an empty folder for it")
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            help=f"Kunci privat PEM; sandi {PASSPHRASE} / your private key; "
            "tanpa ini: paket berkata sandi / without it: a package with a passphrase",
        ),
    ] = None,
    trust: TrustFolder = None,
    last: Last = None,
    as_json: AsJson = False,
) -> None:
    """Periksa lalu buka paket dengan kunci atau kata sandi / check, then open a package."""
    from dagster_dtsen import display_package
    from dagster_dtsen.envelope import certificates, cms, opened

    with _politely():
        found = opened.open_package(
            package.resolve(),
            to.absolute(),
            cms.Key(key, _passphrase(key)) if key else _of_package,
            certificates.load_trust(_wanted(trust)),
            dt.datetime.now(dt.UTC),
            last=last,
        )
    told = told_of(found, last) | {"folder": str(to)}
    if as_json:
        echo_json(told)
    else:
        display_package.opened(told)


@bilingual
def apply_difference(
    before: Annotated[
        Path, typer.Argument(metavar="LAMA", help="Folder yang sudah dibuka / opened before")
    ],
    difference: Annotated[
        Path, typer.Argument(metavar="SELISIH", help="Paket selisih yang dibuka / the difference")
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder baru / a new folder")],
) -> None:
    """Gabungkan paket selisih dengan yang sudah ada / bring what you hold up to date."""
    from dagster_dtsen import display_package, package_apply

    with _politely():
        rows = package_apply.apply(before.absolute(), difference.absolute(), to.absolute())
    display_package.applied(rows, str(to))


def verify_package(package: Path, trust: Path | None, last: int | None) -> None:
    """Check a package and print what it is; nothing is decrypted. Raises DtsenError."""
    from dagster_dtsen import display_package
    from dagster_dtsen.envelope import certificates
    from dagster_dtsen.envelope.check import check

    trusted = certificates.load_trust(_wanted(trust))
    found = check(package.resolve(), trusted, dt.datetime.now(dt.UTC), last=last)
    display_package.verified(told_of(found, last))


def told_of(found: Any, last: int | None) -> dict[str, Any]:
    """What is said of a checked package (:class:`dagster_dtsen.envelope.check.Checked`)."""
    from dagster_dtsen.envelope.cms import signer_name

    about, today = found.manifest.about, dt.datetime.now(dt.UTC).date().isoformat()
    return {
        "id_paket": about.id_paket,
        "nomor": about.nomor,
        "paket_sebelum": about.paket_sebelum,
        "penerima": about.penerima,
        "id_izin": about.id_izin,
        "rilis": about.rilis,
        "tingkat": about.tingkat,
        "lisensi": about.lisensi,
        "hak_alih": about.hak_alih,
        "berlaku_sampai": about.berlaku_sampai,
        "kata_sandi": found.manifest.sertifikat is None,
        "lewat_masa": about.berlaku_sampai < today,
        "nomor_terlewat": 0 if last is None else about.nomor - last - 1,
        "penanda": signer_name(found.signed.signer),
        "ditandatangani": found.signed.moment.isoformat(),
        "berkas": [
            {"nama": item.nama, "letak": item.letak, "jenis": item.jenis, "baris": item.baris}
            for item in found.manifest.berkas
        ],
    }


def _wanted(trust: Path | None) -> Path:
    if trust is None:
        raise typer.BadParameter("--trust FOLDER")
    return trust


def _passphrase(key: Path) -> str | None:
    """From the environment, or asked for where the key says that it is encrypted."""
    given = os.environ.get(PASSPHRASE)
    if given is None and key.is_file() and b"ENCRYPTED" in key.read_bytes()[:4096]:
        given = str(typer.prompt("Kata sandi kunci / passphrase", hide_input=True, err=True))
    return given or None


def _of_package() -> str:
    """The passphrase of a package, from the environment or asked for."""
    given = os.environ.get(PASSPHRASE)
    if given is None:
        given = str(typer.prompt("Kata sandi paket / passphrase", hide_input=True, err=True))
    return given


@contextmanager
def _politely() -> Iterator[None]:
    """A request to end removes what is written, as Ctrl-C does."""

    def stopped(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stopped)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
