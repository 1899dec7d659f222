"""`dtsen audit …`: the log of who did what with which data, its proof and its questions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json

app = typer.Typer(no_args_is_help=True, help="Jejak tindakan atas data / the log of acts on data")


@app.command()
@bilingual
def verify(
    public_key: Annotated[
        Path | None,
        typer.Option(
            "--public-key",
            dir_okay=False,
            readable=False,
            help="Periksa kepala dengan kunci ini / check heads by this key (PEM)",
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Periksa rantai log dan kepalanya di luar / check the chain and its heads outside."""
    from dagster_dtsen import audits, display_audit

    told = audits.verify(configure(home), public_key)
    if as_json:
        echo_json(told)
    else:
        display_audit.state(told)
    audits.refuse_broken(told)


@app.command("list")
@bilingual
def list_events(
    last: Annotated[
        int, typer.Option(min=1, metavar="N", help="Sebanyak N terakhir / the last N")
    ] = 50,
    act: Annotated[
        str | None, typer.Option(metavar="TINDAKAN", help="Satu tindakan saja / one act alone")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Peristiwa dalam log, yang terbaru di bawah / events of the log, newest below."""
    from collections import deque

    from dagster_dtsen import display_audit
    from dagster_dtsen.audit import event, log

    if act is not None and act not in event.ACTS:
        raise typer.BadParameter(f"--act: {', '.join(event.ACTS)}")
    found = log.entries(configure(home))
    shown = list(deque((item for item in found if act in (None, item.get("tindakan"))), last))
    if as_json:
        echo_json(shown)
    else:
        display_audit.events(shown)


@app.command("who-saw")
@bilingual
def who_saw(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="Id individu, keluarga, atau rekaman / its id")
    ],
    kind: Annotated[
        Literal["individu", "keluarga", "rekaman"],
        typer.Option("--objek", help="Id itu milik apa / what the id is of"),
    ] = "individu",
    purpose: Annotated[
        str | None, typer.Option("--tujuan", help="Untuk apa ditanyakan / what it is asked for")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Siapa melihat seseorang, tanpa pihak ketiga / who saw a person, nothing of third parties.

    Pertanyaan ini sendiri dicatat / the question itself is recorded.
    """
    from dagster_dtsen import audits, display_audit

    told = audits.who_saw(configure(home), identity, purpose, kind)
    if as_json:
        echo_json(told)
    else:
        display_audit.seen(told)


@app.command()
@bilingual
def use(
    first: Annotated[
        str | None, typer.Option("--dari", metavar="HARI", help="Hari pertama / first day")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--sampai", metavar="HARI", help="Hari terakhir / last day")
    ] = None,
    alarms: Annotated[
        bool, typer.Option("--alarms", help="Tanda penyalahgunaan saja / alarms of misuse alone")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(dir_okay=False, readable=False, help="Tulis sebagai CSV / write it as CSV"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Pemakaian data per penerima, tanpa orang / use of data by recipient, no person in it.

    Kode keluar / exit code: 0; dengan --alarms 1 bila ada / 1 when there is any.
    """
    from dagster_dtsen import audit_use, display_audit

    told = audit_use.told(configure(home), dt.datetime.now(dt.UTC), _day(first), _day(last), to)
    if as_json:
        echo_json(told)
    elif alarms:
        display_audit.alarms(told)
    else:
        display_audit.use(told)
    if alarms and told["alarm"]:
        raise typer.Exit(1)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter("--dari, --sampai: 2026-03-31") from None


@app.command()
@bilingual
def head(home: Home = None) -> None:
    """Tulis kepala rantai ke tempat luar sekarang / write the head of the chain outside now."""
    from dagster_dtsen import audits

    written = audits.anchor(configure(home))
    if written is None:
        typer.echo("Log masih kosong / the log is empty")
    else:
        typer.echo(str(written))


@app.command()
@bilingual
def key(
    make: Annotated[
        bool, typer.Option("--make", help="Buat bila belum ada / make it where there is none")
    ] = False,
    home: Home = None,
) -> None:
    """Kunci samaran orang dalam log / the key that persons are pseudonymised with."""
    from dagster_dtsen.audit import pseudonym

    settings = configure(home)
    if make:
        pseudonym.make_key(settings)
    for place, item in enumerate(pseudonym.known(settings)):
        said = "sekarang / present" if place == 0 else "lama / former"
        typer.echo(f"Kunci / key {item.id} ({said})")
