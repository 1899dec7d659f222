"""`dtsen questions`: the questions to the population register's matching service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json


@bilingual
def questions(
    berkas: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            readable=False,
            help="Tulis pertanyaannya (.csv), data pribadi / write the questions, personal data",
        ),
    ] = None,
    semua: Annotated[
        bool, typer.Option("--semua", help="Juga yang sudah sah / also those already valid")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Yang ditanyakan kepada layanan pencocokan Dukcapil / what Dukcapil's service is asked."""
    from dagster_dtsen import display_rights
    from dagster_dtsen.register_questions import asked

    told = asked(configure(home), berkas, everybody=semua)
    if as_json:
        echo_json(told)
    else:
        display_rights.questions(told)
