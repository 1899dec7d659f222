"""`dtsen grants …`: requests for access, their steps, and what stands against them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import display_grants
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json, now
from dagster_dtsen.cli_options import Reason

app = typer.Typer(no_args_is_help=True, help="Izin akses / grants of access")
File = Annotated[
    Path, typer.Argument(metavar="BERKAS", help="Permohonan (YAML) / the request for access")
]
Grant = Annotated[str, typer.Argument(metavar="IZIN", help="Pengenal izin / id of the grant")]
Criteria = Annotated[
    Path | None,
    typer.Option(help="Kriteria yang disebut permohonan / the criteria that the request names"),
]
Day = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Pada tanggal; bawaan: hari ini / as of a day"),
]


@app.command("check")
@bilingual
def grants_check(file: File, pada: Day = None, home: Home = None, as_json: AsJson = False) -> None:
    """Periksa permohonan tanpa mencatatnya / check a request without taking it up."""
    from dagster_dtsen import grants

    asked, found = grants.check(configure(home), file, (pada or now()).date())
    if as_json:
        echo_json(display_grants.judged(asked, found))
    else:
        display_grants.findings(asked, found)
    if any(item.stops for item in found):
        raise typer.Exit(1)


@app.command("enter")
@bilingual
def grants_enter(file: File, kriteria: Criteria = None, home: Home = None) -> None:
    """Catat permohonan untuk reviu kesiapan / take up a request for a review of readiness."""
    from dagster_dtsen import grants

    display_grants.shown(grants.enter(configure(home), file, now(), kriteria))


@app.command("statement")
@bilingual
def grants_statement(izin: Grant, ke: str, alasan: Reason = "", home: Home = None) -> None:
    """Yang ditandatangani untuk satu langkah / what is signed for a step, as bytes."""
    from dagster_dtsen import grants

    grant = grants.find(configure(home), izin, now().date())
    typer.echo(grants.statement(grant, ke, alasan), nl=False)


@app.command("move")
@bilingual
def grants_move(
    izin: Grant,
    ke: Annotated[str, typer.Argument(help="Keadaan berikut / the next state")],
    alasan: Reason = "",
    berkas: Annotated[
        Path | None, typer.Option(help="Permohonan yang dilengkapi / the completed request")
    ] = None,
    kriteria: Criteria = None,
    tanda_tangan: Annotated[
        Path | None, typer.Option(help="CMS terpisah atas pernyataan / signature, detached CMS")
    ] = None,
    trust: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Folder penanda tangan / root and signers to trust"),
    ] = None,
    home: Home = None,
) -> None:
    """Langkah berikut satu izin / take a grant one step on."""
    from dagster_dtsen import grants

    moment = now()
    grant = grants.move(
        configure(home),
        izin,
        ke,
        moment,
        reason=alasan,
        file=berkas,
        criteria_file=kriteria,
        signature=tanda_tangan,
        signer=grants.approvers(trust, moment) if trust else None,
    )
    display_grants.shown(grant)


@app.command("bring")
@bilingual
def grants_bring(
    izin: Grant,
    kewajiban: Annotated[str, typer.Argument(help="laporan, balikan / report on use, feedback")],
    berkas: Path,
    home: Home = None,
) -> None:
    """Catat laporan atau balikan yang datang / note a report or feedback that came."""
    from dagster_dtsen import grants
    from dagster_dtsen.sharing.register import DUTIES

    if kewajiban not in DUTIES:
        raise typer.BadParameter(", ".join(DUTIES))
    display_grants.shown(grants.bring(configure(home), izin, kewajiban, berkas, now()))


@app.command("list")
@bilingual
def grants_list(pada: Day = None, home: Home = None, as_json: AsJson = False) -> None:
    """Semua izin dan keadaannya / all grants and their states."""
    from dagster_dtsen import grants

    day = (pada or now()).date()
    found = grants.held(configure(home), day)
    if as_json:
        echo_json([display_grants.plain(grant, day) for grant in found])
    else:
        display_grants.table(found, day)


@app.command("show")
@bilingual
def grants_show(izin: Grant, home: Home = None, as_json: AsJson = False) -> None:
    """Satu izin, langkahnya, dan yang terutang / one grant, its steps, what it owes."""
    from dagster_dtsen import grants

    day = now().date()
    grant = grants.find(configure(home), izin, day)
    if as_json:
        echo_json(display_grants.plain(grant, day) | {"langkah": list(grant.langkah)})
    else:
        display_grants.shown(grant)
