"""`dtsen returns <kiriman>`: the verdict on one delivery and where its package lies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dagster_dtsen.cli_common import (
    AsJson,
    Home,
    bilingual,
    configure,
    echo_json,
    now,
    under_the_key,
)


@bilingual
def returns(
    delivery: Annotated[str, typer.Argument(metavar="KIRIMAN", help="Kiriman / delivery id")],
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Keluarkan paketnya ke folder baru / hand the package out"),
    ] = None,
    sertifikat: Annotated[
        Path | None,
        typer.Option(help="Segel untuk sertifikat penyedia ini / seal it for this certificate"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Putusan satu kiriman dan letak paketnya / verdict and return package of a delivery."""
    from dagster_dtsen import returns_taken
    from dagster_dtsen.reception.returns import SUMMARY

    settings = configure(home)
    if sertifikat and to is None:
        raise typer.BadParameter("--sertifikat: --to FOLDER")
    folder = returns_taken.find(settings, delivery)
    if to is not None:
        returns_taken.take(settings, delivery, to.absolute(), now(), sertifikat)
    told = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    if as_json:
        echo_json(told | {"paket": str(folder)})
    else:
        _show(told, to or folder)
        if to is None:
            under_the_key(settings)


def _show(told: dict[str, Any], folder: Path) -> None:
    from dagster_dtsen.reception.returns import verdict

    page = verdict.page(told)
    indonesian, english = page["putusan"]
    typer.echo(f"{told['kiriman']} · {page['lembaga']}\n{indonesian} / {english}")
    _pair(page["kalimat"])
    for row in page["alasan"]:
        typer.echo(f"  {row['jumlah']:>9}  {row['kode']}: {row['pesan'][0]} / {row['pesan'][1]}")
        if row["saran"][0]:
            typer.echo(f"{'':13}→ {row['saran'][0]} / {row['saran'][1]}")
    if page["alasan_lain"]:
        typer.echo(f"{'':9}+ {page['alasan_lain']} alasan lain / more reasons")
    if page["selisih"]:
        _pair(page["selisih"]["kalimat"])
    if told["status"] == "ditolak":
        for step in page["langkah"]:
            typer.echo(f"{'':9}→ {step[0]} / {step[1]}")
    typer.echo(f"Paket / package: {folder}")


def _pair(pair: tuple[str, str]) -> None:
    typer.echo(f"{pair[0]}\n{pair[1]}")
