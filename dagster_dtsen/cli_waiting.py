"""`dtsen waiting`: changes that no delivery decides alone, and the list that settles them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json


@bilingual
def waiting(
    berkas: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            readable=False,
            help="Tulis daftarnya untuk diisi, data pribadi / write the list, personal data",
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Perubahan yang menunggu petugas, tanpa nilai / changes that wait for a steward, no values."""
    from dagster_dtsen import display_rights
    from dagster_dtsen.waiting import waits

    told = waits(configure(home), berkas)
    if as_json:
        echo_json(told)
    else:
        display_rights.waiting(told)
