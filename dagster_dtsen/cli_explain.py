"""`dtsen explain …`: pairs of records, the model, and what is held of a person or a family."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="Penjelasan pemadanan dan data seseorang / explaining links and what is held",
)
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


At = Annotated[
    str | None,
    typer.Option("--at", metavar="RILIS", help="Rilis terbit; bawaan: terbaru / release, newest"),
]
WithValues = Annotated[
    bool,
    typer.Option("--values", help="Tampilkan nilainya, dicatat / show values; this is noted"),
]
Page = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="Tulis halaman HTML / write the answer as a page"),
]


@app.command()
@bilingual
def person(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Id individu / id of a person")],
    at: At = None,
    home: Home = None,
    as_json: AsJson = False,
    values: WithValues = False,
    page: Page = None,
    linkage: Annotated[
        bool,
        typer.Option("--linkage", help="Hanya pemadanan, bagi petugas / the linkage, for stewards"),
    ] = False,
) -> None:
    """Apa yang dipegang tentang seseorang dan asalnya / what is held of a person, from whom."""
    from dagster_dtsen import display_explain, explain, subjects

    settings = configure(home)
    if not linkage:
        _tell(settings, subjects.person(settings, identity, at, values=values), as_json, page)
        return
    if at or values or page:
        raise typer.BadParameter("--linkage: tanpa / without --at, --values, --page")
    told = explain.person(settings, identity)
    if as_json:
        echo_json(told)
    else:
        display_explain.person(told)


@app.command()
@bilingual
def family(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Id keluarga / id of a family")],
    at: At = None,
    home: Home = None,
    as_json: AsJson = False,
    values: WithValues = False,
    page: Page = None,
) -> None:
    """Apa yang dipegang tentang sebuah keluarga / what is held of a family, from whom."""
    from dagster_dtsen import subjects

    settings = configure(home)
    _tell(settings, subjects.family(settings, identity, at, values=values), as_json, page)


@app.command()
@bilingual
def decile(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Id keluarga / id of a family")],
    first: Annotated[str, typer.Argument(metavar="R1", help="Rilis lama / the older release")],
    last: Annotated[str, typer.Argument(metavar="R2", help="Rilis baru / the newer release")],
    home: Home = None,
    as_json: AsJson = False,
    values: WithValues = False,
    page: Page = None,
) -> None:
    """Mengapa desil sebuah keluarga berubah / why a family's decile changed."""
    from dagster_dtsen import decile_moves, display_decile

    settings = configure(home)
    told = decile_moves.explain(settings, identity, first, last, values=values)
    _show(settings, told, as_json, page, decile_moves.write, display_decile.move)


def _tell(settings: Settings, told: dict[str, Any], as_json: bool, page: Path | None) -> None:
    """Show an answer about a person or a family."""
    from dagster_dtsen import display_subject
    from dagster_dtsen.subject import pages

    _show(settings, told, as_json, page, pages.write, display_subject.answer)


def _show(
    settings: Settings,
    told: dict[str, Any],
    as_json: bool,
    page: Path | None,
    write: Callable[[dict[str, Any], Path], None],
    show: Callable[[dict[str, Any]], None],
) -> None:
    """Show an answer in the forms asked for; what shows values is noted before it is shown."""
    from dagster_dtsen import display_subject, subjects

    forms = [name for name, wanted in (("halaman", page), ("json", as_json)) if wanted]
    if told["nilai_ditampilkan"]:
        for form in forms or ["layar"]:
            subjects.note_access(settings, told, form)
    if page is not None:
        write(told, page)
    if as_json:
        echo_json(told)
        return
    show(told)
    if page is not None:
        display_subject.written(page)


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
