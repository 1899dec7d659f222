"""`dtsen signing-key` and `dtsen rotate-key`: the keys that a home works with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import Home, bilingual, configure


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


@bilingual
def rotate_key(
    home: Home = None,
    to_open: Annotated[
        bool, typer.Option("--open", help="Simpan tanpa sandi / keep the home without a key")
    ] = False,
) -> None:
    """Ganti DTSEN_DB_KEY dengan DTSEN_NEW_DB_KEY / change the key of the home."""
    from dagster_dtsen import key_acts

    settings = configure(home, rotating=True)
    changed = key_acts.rotate(
        settings, to_open=to_open, say=lambda part: typer.echo(f"  ditulis / written {part}")
    )
    if changed:
        typer.echo("Kunci sudah diganti / the key is changed")
    else:
        typer.echo("Rumah sudah memakai kunci baru / the home has the new key already")
