"""`dtsen backup`, `dtsen restore` and `dtsen drill`: copies of a home and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json

app = typer.Typer(help="Cadangan rumah / backup of a home")

Source = Annotated[
    Path, typer.Option("--from", file_okay=False, help="Folder cadangan / folder of the backup")
]
Generation = Annotated[
    int | None,
    typer.Option(
        "--generation", min=1, metavar="N", help="Nomor cadangan; bawaan terbaru / its number"
    ),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Cadangan tanpa sandi / the backup is not encrypted")
]


@app.callback(invoke_without_command=True)
@bilingual
def backup(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder tujuan / folder to write to")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Simpan N cadangan terakhir / keep the last N"),
    ] = None,
    plain: Plain = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Cadangkan rumah, bersandi dan bertahap / back up the home, encrypted and incremental."""
    from dagster_dtsen import backup_acts, display_backup

    if context.invoked_subcommand:
        return
    if to is None:
        raise typer.BadParameter("--to DIR")
    told = backup_acts.backup(configure(home), to, plain=plain, keep=keep)
    if as_json:
        echo_json(told)
    else:
        display_backup.made(told)


@app.command()
@bilingual
def verify(
    source: Source,
    against: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Salinan kedua untuk dibandingkan / a second copy"),
    ] = None,
    generation: Generation = None,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Periksa setiap berkas cadangan tanpa memulihkan / check every file without restoring."""
    from dagster_dtsen import backups, display_backup

    told = backups.verify(configure(), source, against, number=generation, plain=plain)
    if as_json:
        echo_json(told)
    else:
        display_backup.verified(told, same=against is not None)


@bilingual
def restore(
    source: Source,
    generation: Generation = None,
    plain: Plain = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Pulihkan rumah kosong dari cadangan / restore an empty home from a backup."""
    from dagster_dtsen import backup_acts, display_backup

    told = backup_acts.restore(configure(home), source, generation, plain=plain).told
    if as_json:
        echo_json(told)
    else:
        display_backup.restored(told)


@bilingual
def drill(
    source: Source,
    generation: Generation = None,
    folder: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Folder kosong untuk latihan / empty folder for it"),
    ] = None,
    plain: Plain = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Latihan pemulihan: pulihkan, periksa, catat, buang / restore, check, note, throw away."""
    from dagster_dtsen import backup_acts, display_backup

    told = backup_acts.drill(configure(home), source, generation, folder, plain=plain)
    if as_json:
        echo_json(told)
    else:
        display_backup.drilled(told)
