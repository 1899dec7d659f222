"""`dtsen deliveries …`: what was delivered, what became of it, and decisions on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import display_deliveries, journal
from dagster_dtsen.cli_common import AsJson, Home, Landing, bilingual, configure, echo_json
from dagster_dtsen.cli_options import By, Reason, Since
from dagster_dtsen.days import day_of

app = typer.Typer(no_args_is_help=True, help="Kiriman penyedia / deliveries of the providers")
_EXIT = {"diterima": 0, "ditolak": 1, "diterima_sebagian": 20}
Delivery = Annotated[str, typer.Argument(metavar="KIRIMAN", help="Nomor kiriman / delivery id")]


@app.command("list")
@bilingual
def list_deliveries(home: Home = None, as_json: AsJson = False) -> None:
    """Semua kiriman dan statusnya / all deliveries and their status."""
    from dagster_dtsen import deliveries

    found = deliveries.known(configure(home))
    if as_json:
        echo_json(found)
    else:
        display_deliveries.table(found)


@app.command()
@bilingual
def show(delivery: Delivery, home: Home = None, as_json: AsJson = False) -> None:
    """Tanda terima satu kiriman / the receipt of one delivery."""
    from dagster_dtsen import deliveries
    from dagster_dtsen.reception.receipts import as_text

    item = deliveries.find(configure(home), delivery)
    if as_json:
        echo_json(item)
    else:
        display_deliveries.one(item, as_text(item))


@app.command()
@bilingual
def revoke(
    delivery: Delivery,
    alasan: Reason,
    tanggal: Since = None,
    oleh: By = None,
    home: Home = None,
) -> None:
    """Cabut kiriman dari rilis sejak tanggal itu / take it out of releases from that date on."""
    from dagster_dtsen import deliveries

    settings = configure(home)
    decision, new = deliveries.revoke(
        settings, delivery, alasan, oleh or journal.account(), day_of(tanggal)
    )
    display_deliveries.revoked(decision, new, deliveries.planned(settings))


@app.command()
@bilingual
def purge(
    older_than: Annotated[
        int | None,
        typer.Option(
            min=0, help="Umur dalam hari; bawaan: setelan / age in days since it was sent"
        ),
    ] = None,
    tanggal: Annotated[
        str | None,
        typer.Option(help="Dihitung dari; bawaan: rilis terbaru / counted from, YYYY-MM-DD"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Hanya tunjukkan / only show what would go")
    ] = False,
    landing: Landing = None,
    home: Home = None,
) -> None:
    """Kosongkan transit yang sudah diarsipkan / delete landed files that the archive keeps."""
    from dagster_dtsen import deliveries

    settings = configure(home, landing)
    day = day_of(tanggal)
    display_deliveries.purged(
        deliveries.purge(settings, older_than, day, dry_run=dry_run), dry_run=dry_run
    )


@bilingual
def receive(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Folder kiriman / folder with pengantar.yml"),
    ],
    as_json: AsJson = False,
) -> None:
    """Periksa kiriman sebelum dikirim, tanpa menyimpan / check a delivery, storing nothing.

    Kode keluar / exit code: 0 diterima / accepted, 1 ditolak / refused, 20 diterima sebagian /
    accepted with records returned.
    """
    from dagster_dtsen import precheck

    found = precheck.check(folder)
    if as_json:
        echo_json(found)
    else:
        display_deliveries.verdict(found)
    if code := _EXIT[found["keputusan"]]:
        raise typer.Exit(code)
