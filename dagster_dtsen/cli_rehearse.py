"""`dtsen rehearse`: a changed model or policy against the published release, before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json


@bilingual
def rehearse(
    model: Annotated[
        str | None, typer.Option(help="Model dari register, atau berkas .json / a model")
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(dir_okay=False, readable=False, help="Kebijakan (YAML) / a policy file"),
    ] = None,
    former: Annotated[
        bool,
        typer.Option("--former", help="Dari yang itu ke rilis / told from that one to the release"),
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Tulis CSV dan halaman ke folder kosong / write there"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Gladi: siapa pindah desil oleh model atau kebijakan lain / rehearse a change of ranks."""
    from dagster_dtsen import difference_page, display_rehearsal, rehearsal, rehearsal_page

    if model is None and policy is None:
        raise typer.BadParameter("--model / --policy")
    settings = configure(home)
    if to is not None:
        rehearsal_page.check_empty(to)
    told = rehearsal.rehearse(settings, model, policy, former=former)
    provinces = difference_page.region_names(settings, "provinsi")
    written = rehearsal_page.write(told, provinces, to) if to is not None else []
    if as_json:
        echo_json(told)
        return
    display_rehearsal.show(told, provinces)
    display_rehearsal.written([str(path) for path in written])
