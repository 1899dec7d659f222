"""`dtsen explain …`: why two records are one person or two, and what made a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json

app = typer.Typer(no_args_is_help=True, help="Penjelasan pemadanan / explaining the linkage")
_KEY = "Kunci rekaman atau awalannya / record key or its beginning (8+)"


@app.command()
@bilingual
def link(
    a: Annotated[str, typer.Argument(metavar="A", help=_KEY)],
    b: Annotated[str, typer.Argument(metavar="B", help=_KEY)],
    home: Home = None,
    as_json: AsJson = False,
    values: Annotated[
        bool, typer.Option("--values", help="Tampilkan data pribadi / show personal data")
    ] = False,
    page: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Halaman HTML dengan diagram / page with the chart"),
    ] = None,
) -> None:
    """Bobot, aturan, dan hasil sepasang rekaman / weights, rules and outcome of two records."""
    from dagster_dtsen import display_explain, explain

    told = explain.link(configure(home), a, b, values=values, page=page)
    if as_json:
        echo_json(told)
        return
    display_explain.pair(told)
    if page is not None:
        display_explain.written([page])


@app.command()
@bilingual
def person(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Id individu / id of a person")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Rekaman, sambungan, dan riwayat seseorang / records, joints and history of a person."""
    from dagster_dtsen import display_explain, explain

    told = explain.person(configure(home), identity)
    if as_json:
        echo_json(told)
    else:
        display_explain.person(told)


@app.command()
@bilingual
def model(
    out: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Folder tujuan; bawaan: docs/ rumah / target folder"),
    ] = None,
    home: Home = None,
) -> None:
    """Tulis diagram model pemadanan / write the charts of the linkage model."""
    from dagster_dtsen import display_explain, explain

    display_explain.written(explain.write_model(configure(home), out))
