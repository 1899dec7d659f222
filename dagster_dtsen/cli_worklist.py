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
        typer.Option(
            file_okay=False, help="Folder tujuan; bawaan: tinjauan/ rumah / target folder"
        ),
    ] = None,
    filled: Annotated[
        Path | None,
        typer.Option(
            "--isi", readable=False, help="Baca daftar yang sudah diisi / read a filled worklist"
        ),
    ] = None,
    home: Home = None,
) -> None:
    """Tulis daftar tinjauan bagi petugas, atau baca isinya / write or read back a worklist.

    Kode keluar / exit code: 0, atau 20 bila ada baris yang dikembalikan / when rows come back.
    """
    from dagster_dtsen import worklists

    if filled is not None:
        _read(filled)
        return
    told = worklists.write(configure(home), queue.value if queue else None, top, out)
    typer.echo(
        f"Butir / items: {told.items} dari/of {told.open} (rilis {told.release})\n"
        "AWAS: berkas ini memuat data pribadi / CAREFUL: these files hold personal data"
    )
    for path in told.files:
        typer.echo(f"  {path}")


def _read(filled: Path) -> None:
    from dagster_dtsen import worklists

    answers, files = worklists.take_back(filled)
    counts = {
        "putusan / decided": len({row["asal"] for row in answers.keputusan}),
        "tidak tahu / unsure": len(answers.ragu),
        "kosong / blank": answers.kosong,
        "dikembalikan / returned": len(answers.ditolak),
    }
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    for row in answers.ditolak:
        typer.echo(f"  baris / row {row['baris']}: {row['kode']}")
    for path in files:
        typer.echo(f"  {path}")
    if answers.ditolak:
        raise typer.Exit(20)
