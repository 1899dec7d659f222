"""`dtsen worklist`: the queues of the stewards as a workbook and CSV."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import Home, bilingual, configure


class Queue(StrEnum):
    """The queues by name."""

    PASANGAN = "pasangan"
    PESAING = "pesaing"
    KLASTER = "klaster"
    KELUARGA = "keluarga"


@bilingual
def worklist(
    queue: Annotated[
        Queue | None, typer.Option("--antrean", help="Satu antrean; bawaan: semua / one queue")
    ] = None,
    top: Annotated[
        int | None, typer.Option(min=1, help="Butir teratas saja / the first items only")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Folder tujuan; bawaan: tinjauan/ rumah / folder"),
    ] = None,
    home: Home = None,
) -> None:
    """Tulis daftar tinjauan bagi petugas / write a worklist for the stewards (XLSX, CSV)."""
    from dagster_dtsen import worklists

    told = worklists.write(configure(home), queue.value if queue else None, top, out)
    typer.echo(
        f"Butir / items: {told.items} dari/of {told.open} (rilis {told.release})\n"
        "AWAS: berkas ini memuat data pribadi / CAREFUL: these files hold personal data"
    )
    for path in told.files:
        typer.echo(f"  {path}")
