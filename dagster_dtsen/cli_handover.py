"""`dtsen handover …`: records, confidentiality agreements and receipts of packages."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json, now

if TYPE_CHECKING:
    from dagster_dtsen.handover_signing import PaperSigner

app = typer.Typer(no_args_is_help=True, help="Naskah serah terima / papers of hand-overs")
Folder = Annotated[Path, typer.Argument(metavar="PAKET", help="Folder paket / the package")]
To = Annotated[Path | None, typer.Option("--to", help="Berkas PDF tujuan / PDF file to write")]
Paper = Annotated[
    Path | None,
    typer.Option("--naskah", help="YAML: nomor, tanggal, tempat, pejabat / numbers, day, official"),
]
Certificate = Annotated[
    Path | None,
    typer.Option("--sertifikat", help="Sertifikat penanda tangan PDF / certificate that signs"),
]
Key = Annotated[
    Path | None, typer.Option("--kunci", help="Kunci privat PEM sertifikat itu / its private key")
]
Passphrase = Annotated[
    str,
    typer.Option(
        "--sandi-dari",
        metavar="VARIABEL",
        help="Variabel lingkungan berisi kata sandi kunci / environment variable, its passphrase",
    ),
]
TrustFolder = Annotated[
    Path | None,
    typer.Option(
        "--trust",
        file_okay=False,
        help="Folder kepercayaan: akar, penanda tangan / trusted root and signers",
    ),
]
PASSPHRASE = "DTSEN_SIGN_PASSPHRASE"


def _signer(
    certificate: Path | None, key: Path | None, trust: Path | None, variable: str
) -> PaperSigner | None:
    """Who signs, where certificate, key and trust are all given; None where none is."""
    if certificate is None and key is None and trust is None:
        return None
    if certificate is None or key is None or trust is None:
        raise typer.BadParameter("--sertifikat, --kunci, --trust: semua atau tidak satu pun / all")
    from dagster_dtsen import handover_signing
    from dagster_dtsen.envelope.cms import Key as PrivateKey

    given = os.environ.get(variable)
    if given is None and key.is_file() and b"ENCRYPTED" in key.read_bytes()[:4096]:
        given = str(typer.prompt("Kata sandi kunci / passphrase", hide_input=True, err=True))
    return handover_signing.signer(certificate, PrivateKey(key, given or None), trust, now())


@app.command("record")
@bilingual
def handover_record(
    package: Folder,
    to: To = None,
    naskah: Paper = None,
    sertifikat: Certificate = None,
    kunci: Key = None,
    trust: TrustFolder = None,
    sandi_dari: Passphrase = PASSPHRASE,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Berita acara serah terima satu paket / the hand-over record of a package, as PDF."""
    from dagster_dtsen import display_handover, handovers
    from dagster_dtsen.handover import paper

    own = paper.read(naskah) if naskah else paper.BLANK
    signer = _signer(sertifikat, kunci, trust, sandi_dari)
    told = handovers.bast(configure(home), package.resolve(), to, own, now(), signer)
    if as_json:
        echo_json(told)
    else:
        display_handover.recorded(told)


@app.command("agreement")
@bilingual
def handover_agreement(
    izin: Annotated[str, typer.Argument(metavar="IZIN", help="Pengenal izin / id of the grant")],
    to: To = None,
    naskah: Paper = None,
    sertifikat: Certificate = None,
    kunci: Key = None,
    trust: TrustFolder = None,
    sandi_dari: Passphrase = PASSPHRASE,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Perjanjian kerahasiaan satu izin / the confidentiality agreement of a grant, as PDF."""
    from dagster_dtsen import display_handover, handovers
    from dagster_dtsen.handover import paper

    own = paper.read(naskah) if naskah else paper.BLANK
    signer = _signer(sertifikat, kunci, trust, sandi_dari)
    told = handovers.nda(configure(home), izin, to, own, now(), signer)
    if as_json:
        echo_json(told)
    else:
        display_handover.agreed(told)


@app.command("statement")
@bilingual
def handover_statement(
    package: Folder,
    diterima: Annotated[
        dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="Tanggal diterima / day of receipt")
    ],
) -> None:
    """Yang ditandatangani penerima sebagai tanda terima / what a recipient signs, as bytes."""
    from dagster_dtsen import handover_receipts

    said = handover_receipts.statement(package.resolve(), diterima.date())
    typer.echo(said.text(), nl=False)


@app.command("receipt")
@bilingual
def handover_receipt(
    package: Annotated[
        str, typer.Argument(metavar="ID_PAKET", help="Pengenal paket / id of the package")
    ],
    pernyataan: Annotated[
        Path, typer.Argument(metavar="JSON", help="Pernyataan penerima / the statement")
    ],
    tanda_tangan: Annotated[
        Path, typer.Option(help="CMS terpisah atas pernyataan itu / signature, detached CMS")
    ],
    trust: Annotated[
        Path,
        typer.Option(file_okay=False, help="Folder penanda tangan / root and signers to trust"),
    ],
    home: Home = None,
) -> None:
    """Periksa dan catat tanda terima satu paket / check and record the receipt of a package."""
    from dagster_dtsen import display_handover, handover_receipts
    from dagster_dtsen.envelope import certificates

    trusted = certificates.load_trust(trust)
    said, new = handover_receipts.take(
        configure(home), package, pernyataan, tanda_tangan, trusted, now()
    )
    display_handover.received(said, new)


@app.command("list")
@bilingual
def handover_list(
    pada: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Pada tanggal; bawaan: hari ini / as of a day"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Paket yang diserahkan dan tanda terimanya / packages handed over, and their receipts."""
    from dagster_dtsen import display_handover, handover_receipts

    found = handover_receipts.held(configure(home), (pada or now()).date())
    if as_json:
        echo_json(found)
    else:
        display_handover.table(found)
    if handover_receipts.alarming(found):
        raise typer.Exit(1)
