"""`dtsen signing-key`: the keys that a home works with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import bilingual, configure


@bilingual
def signing_key(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder keluaran / output folder")],
) -> None:
    """Buat sepasang kunci tanda tangan manifes / make a pair of keys to sign manifests."""
    from dagster_dtsen.release import signature

    settings = configure()
    passphrase = settings.sign_passphrase.get_secret_value() if settings.sign_passphrase else None
    key = signature.make_pair(out, passphrase)
    for name in (signature.PRIVATE, signature.PUBLIC):
        typer.echo(str(out / name))
    typer.echo(f"Kunci / key {key}")
