"""`dtsen request …`, `requests`, `restrict …`, `restrictions`: rights of citizens, their clock."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from dagster_dtsen import journal
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.cli_corrections import Anchor, OnDay, Person, Request
from dagster_dtsen.cli_options import EnteredBy, Evidence, Reason, Since, Until
from dagster_dtsen.days import day_of
from dagster_dtsen.steward.trail import now

app = typer.Typer(no_args_is_help=True, help="Permohonan warga / requests of citizens")
restrict_app = typer.Typer(no_args_is_help=True, help="Pembatasan pemrosesan / restrictions")
OVERDUE = 33  # exit code of `--late`; no error has it

Identity = Annotated[str, typer.Argument(metavar="ID", help="Id permohonan / request id")]
Moment = Annotated[
    str | None,
    typer.Option(metavar="WAKTU", help="Waktu dengan zona; bawaan: kini / moment with its zone"),
]


class Right(StrEnum):
    """What a person may ask for."""

    PERBAIKAN = "perbaikan"
    AKSES = "akses"
    PEMBATASAN = "pembatasan"
    PENGHAPUSAN = "penghapusan"


class Outcome(StrEnum):
    """What was decided."""

    DIKABULKAN = "dikabulkan"
    DITOLAK = "ditolak"


@app.command("open")
@bilingual
def receive(
    hak: Annotated[Right, typer.Option(help="Hak yang diminta / the right asked for")],
    key: Anchor = None,
    individu: Person = None,
    diterima: Moment = None,
    bukti: Evidence = None,
    catatan: Annotated[
        str | None, typer.Option(help="Catatan, tanpa nomor orang / note, no person's number")
    ] = None,
    oleh: EnteredBy = None,
    home: Home = None,
) -> None:
    """Catat permohonan yang diterima; jam 3 x 24 mulai / enter a request, its clock begins."""
    from dagster_dtsen import display_rights, requests

    case, new = requests.receive(
        configure(home), hak.value, oleh or journal.account(), requests.moment_of(diterima),
        record_key=key, individu=individu, proof=bukti, note=catatan, noted=now(),
    )  # fmt: skip
    display_rights.request(case, case.permohonan.id, new)


@app.command("decide")
@bilingual
def decide(
    identity: Identity,
    putusan: Annotated[Outcome, typer.Option(help="Dikabulkan atau ditolak / the outcome")],
    alasan: Reason,
    pada: Moment = None,
    koreksi: Annotated[
        str | None, typer.Option(help="Id koreksi yang mengabulkannya / correction granting it")
    ] = None,
    oleh: EnteredBy = None,
    home: Home = None,
) -> None:
    """Catat putusan atas permohonan / enter what was decided about a request."""
    from dagster_dtsen import display_rights, requests

    case, new = requests.decide(
        configure(home), identity, putusan.value, alasan, oleh or journal.account(),
        requests.moment_of(pada), correction=koreksi, noted=now(),
    )  # fmt: skip
    display_rights.request(case, case.permohonan.id, new)


@app.command("tell")
@bilingual
def tell(
    identity: Identity, pada: Moment = None, oleh: EnteredBy = None, home: Home = None
) -> None:
    """Catat bahwa hasilnya sudah diberitahukan / enter that the person was told (Pasal 30)."""
    from dagster_dtsen import display_rights, requests

    by, moment = oleh or journal.account(), requests.moment_of(pada)
    case, new = requests.tell(configure(home), identity, by, moment, now())
    display_rights.request(case, case.permohonan.id, new)


@bilingual
def requests(
    at: Annotated[
        str | None,
        typer.Option(metavar="WAKTU", help="Keadaan pada waktu ini; bawaan: kini / state then"),
    ] = None,
    late: Annotated[
        bool, typer.Option("--late", help="Hanya yang lewat tenggat / overdue ones alone")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Permohonan warga dan jamnya (3 x 24 jam) / requests of citizens and their clock.

    Kode keluar / exit code: 0; dengan --late 33 bila ada yang lewat tenggat / when some is overdue.
    """
    from dagster_dtsen import display_rights
    from dagster_dtsen import requests as desk

    rows = desk.listed(configure(home), desk.moment_of(at), late=late)
    if as_json:
        echo_json(rows)
    else:
        display_rights.requests(rows)
    if late and rows:
        raise typer.Exit(OVERDUE)


@restrict_app.command("orang")
@bilingual
def restrict(
    alasan: Reason,
    key: Anchor = None,
    individu: Person = None,
    tanggal: Since = None,
    berlaku_sampai: Until = None,
    permohonan: Request = None,
    oleh: EnteredBy = None,
    home: Home = None,
) -> None:
    """Batasi pemrosesan data pemegang rekaman / restrict the person who holds a record."""
    from dagster_dtsen import display_rights, restrictions

    code = "E-PEMBATASAN-SALAH"
    item, new = restrictions.restrict(
        configure(home), alasan, oleh or journal.account(), record_key=key, individu=individu,
        day=day_of(tanggal, code), until=day_of(berlaku_sampai, code), request=permohonan,
        noted=now(),
    )  # fmt: skip
    display_rights.restriction(item, new)


@restrict_app.command("batalkan")
@bilingual
def release(
    pembatasan: Annotated[str, typer.Argument(metavar="ID", help="Id pembatasan / restriction id")],
    alasan: Reason,
    oleh: EnteredBy = None,
    tanggal: Since = None,
    home: Home = None,
) -> None:
    """Batalkan sebuah pembatasan, juga sebuah pembatalan / undo a restriction, an undo too."""
    from dagster_dtsen import display_rights, restrictions

    day = day_of(tanggal, "E-PEMBATASAN-SALAH")
    by = oleh or journal.account()
    item, new = restrictions.undo(configure(home), pembatasan, alasan, by, day, now())
    display_rights.restriction(item, new)


@bilingual
def restrictions(at: OnDay = None, home: Home = None, as_json: AsJson = False) -> None:
    """Pembatasan dan keadaannya / restrictions and their state."""
    from dagster_dtsen import display_rights
    from dagster_dtsen import restrictions as desk

    rows = desk.listed(configure(home), day_of(at, "E-PEMBATASAN-SALAH") or dt.date.today())
    if as_json:
        echo_json(rows)
    else:
        display_rights.restrictions(rows)
