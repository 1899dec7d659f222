"""`dtsen twin …`: a made-up population, its deliveries, and packages for made-up recipients."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import display
from dagster_dtsen.cli_common import Home, bilingual, configure, now

app = typer.Typer(no_args_is_help=True, help="Penduduk sintetis / synthetic population")


@app.command("generate")
@bilingual
def twin_generate(
    out: Annotated[Path, typer.Option(help="Folder keluaran / output folder")],
    keluarga: Annotated[int, typer.Option(help="Jumlah keluarga / number of families")] = 6000,
    seed: Annotated[int, typer.Option(help="Benih acak / random seed")] = 1,
    releases: Annotated[
        str, typer.Option(help="Rilis berurutan, dipisah koma / consecutive releases")
    ] = "2026T1,2026T2",
    hard: Annotated[bool, typer.Option(help="Galat lebih banyak / more errors")] = False,
    padankan: Annotated[
        int, typer.Option(min=0, help="Baris daftar instansi / rows of an agency's list")
    ] = 0,
    kesejahteraan: Annotated[
        str, typer.Option(help="Nama persamaan kesejahteraan / name of the welfare equation")
    ] = "baku",
) -> None:
    """Buat penduduk sintetis dan kiriman penyedia / make a population and provider deliveries."""
    from dagster_dtsen import twin
    from dagster_dtsen.release.ids import ReleaseId

    names = [str(ReleaseId.parse(item)) for item in releases.split(",")]
    made = twin.generate(
        out, keluarga, seed, names, hard=hard, padankan=padankan, kesejahteraan=kesejahteraan
    )
    display.twin(out, made)


@app.command("packages")
@bilingual
def twin_packages(
    out: Annotated[Path, typer.Option(help="Folder kunci karangan / folder for made-up keys")],
    home: Home = None,
) -> None:
    """Izin contoh dan paketnya, dengan sertifikat karangan / example grants and packages."""
    from dagster_dtsen import demonstration, display_packages

    settings = configure(home)
    made = demonstration.run(settings, out / "izin", now)
    if made:
        display_packages.table(made)
    else:
        typer.echo("Semua paket contoh sudah ada / all example packages are there")
