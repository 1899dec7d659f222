"""`dtsen target`: whom programmes would reach, counted before any list exists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json


@bilingual
def target(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="BERKAS…", help="Berkas kriteria program (YAML) / criteria files of programmes"
        ),
    ],
    release: Annotated[
        str | None,
        typer.Option(help="Rilis tersimpan; bawaan: yang terbaru / a stored release"),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, help="Folder kosong untuk CSV dan halaman / an empty folder for both"
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Jumlah, anggaran, kebocoran, cakupan, tumpang tindih / counts and budget before a list."""
    from dagster_dtsen import display_targets, target_page, targets
    from dagster_dtsen.targeting import tables

    settings = configure(home)
    if to is not None:
        tables.check_empty(to)
    told = targets.reached(settings, files, release)
    if to is not None:
        page = to / "pensasaran.html"
        told["tertulis"] = [str(path) for path in [*tables.write(told, to), page]]
        target_page.write(told, page)
    if as_json:
        echo_json(told)
        return
    display_targets.show(told)
    display_targets.written(told.get("tertulis", ()))
