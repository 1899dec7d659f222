"""`dtsen tables …`: published counts, from the protection to the open page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json

app = typer.Typer(no_args_is_help=True, help="Tabel yang diterbitkan / published tables")
Name = Annotated[
    str | None, typer.Argument(metavar="TABEL", help="Terbitan atau rilis; bawaan: terbaru / id")
]


@app.command("build")
@bilingual
def tables_build(
    rilis: Annotated[
        str | None, typer.Option(help="Rilis; bawaan: terbaru yang berlaku / release")
    ] = None,
    kunci_baru: Annotated[
        bool, typer.Option("--kunci-baru", help="Terima kunci pembulatan lain / accept another key")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Lindungi, serang, lalu terbitkan hitungan satu rilis / protect, attack, publish counts."""
    from dagster_dtsen import display_tables, tables

    found = tables.build(configure(home), rilis, kunci_baru)
    if as_json:
        echo_json(found.facts)
    else:
        display_tables.shown(found)


@app.command("list")
@bilingual
def tables_list(home: Home = None, as_json: AsJson = False) -> None:
    """Semua yang pernah diterbitkan / everything that was ever published."""
    from dagster_dtsen import display_tables
    from dagster_dtsen.disclosure import ledger

    found = ledger.publications(configure(home))
    if as_json:
        echo_json([item.facts for item in found])
    else:
        display_tables.listed(found)


@app.command("show")
@bilingual
def tables_show(tabel: Name = None, home: Home = None, as_json: AsJson = False) -> None:
    """Satu terbitan: aturan, serangan, berkas yang utuh / one publication, its files checked."""
    from dagster_dtsen import display_tables, open_data

    found = open_data.published(configure(home), tabel)
    found.check()
    if as_json:
        echo_json(found.facts)
    else:
        display_tables.shown(found)


@app.command("page")
@bilingual
def tables_page(
    tabel: Name = None,
    to: Annotated[
        Path | None, typer.Option(metavar="BERKAS", help="Letak halaman / where the page goes")
    ] = None,
    home: Home = None,
) -> None:
    """Papan data terbuka sebagai satu halaman / the open dashboard as one page."""
    from dagster_dtsen import open_data

    path = open_data.page(configure(home), tabel, to)
    typer.echo(f"Papan data / dashboard: {path} ({path.stat().st_size / 1e6:.1f} MB)")


@app.command("export")
@bilingual
def tables_export(
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder baru / a new folder")],
    tabel: Name = None,
    home: Home = None,
) -> None:
    """Tabel terbuka (tingkat 1) sebagai berkas / the open tables of level 1 as files."""
    from dagster_dtsen import open_data

    for path in open_data.export(configure(home), tabel, to):
        typer.echo(str(path))
