"""`dtsen breach …`: incidents and their notices within 3 x 24 hours (UU 27/2022 Pasal 46)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import journal
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.cli_options import EnteredBy
from dagster_dtsen.errors import DtsenError

app = typer.Typer(no_args_is_help=True, help="Insiden data pribadi / incidents of personal data")
Incident = Annotated[str, typer.Argument(metavar="ID", help="Id insiden atau awalannya / its id")]
At = Annotated[
    str | None,
    typer.Option(help="Kapan, dengan zona; bawaan: kini / when, 2026-03-01T09:30+07:00"),
]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _moment(text: str | None, now: dt.datetime) -> dt.datetime:
    if not text:
        return now
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        reason = "waktu dengan zona, mis. / a moment with its zone: 2026-03-01T09:30+07:00"
        raise DtsenError("E-INSIDEN", reason=reason)
    return moment


@app.command("open")
@bilingual
def open_case(
    kejadian: Annotated[
        str, typer.Option(help="Apa yang terjadi, tanpa data orang / what happened, no person")
    ],
    paket: Annotated[
        list[str] | None, typer.Option(help="Paket yang terkena / packages it is about")
    ] = None,
    diketahui: At = None,
    oleh: EnteredBy = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Buka insiden; jam 3 × 24 berjalan sejak diketahui / the clock runs from when it is known."""
    from dagster_dtsen import breaches, display_breach

    now, by = _now(), oleh or journal.account()
    known = _moment(diketahui, now)
    case, fresh = breaches.open_case(configure(home), kejadian, paket or [], known, by, now)
    told = breaches.told(case, now)
    if as_json:
        echo_json(told)
    else:
        display_breach.entered(told, fresh)


@app.command()
@bilingual
def notice(
    identity: Incident,
    kepada: Annotated[
        str,
        typer.Option(help="subjek, lembaga_pdp, bssn, kepala_bps, masyarakat / to whom"),
    ],
    surat: Annotated[
        Path, typer.Option(dir_okay=False, readable=False, help="Berkas surat / the letter")
    ],
    pada: At = None,
    oleh: EnteredBy = None,
    home: Home = None,
) -> None:
    """Catat pemberitahuan tertulis yang sudah dikirim / enter a written notice that went out."""
    from dagster_dtsen import breaches, display_breach

    now, by = _now(), oleh or journal.account()
    when = _moment(pada, now)
    case, fresh = breaches.notice(configure(home), identity, kepada, surat, when, by, now)
    display_breach.entered(breaches.told(case, now), fresh)


@app.command()
@bilingual
def close(
    identity: Incident,
    penanganan: Annotated[
        str, typer.Option(help="Penanganan dan pemulihan / how it was handled, no person")
    ],
    pada: At = None,
    oleh: EnteredBy = None,
    home: Home = None,
) -> None:
    """Tutup insiden yang pemberitahuannya lengkap / end one whose notices are out."""
    from dagster_dtsen import breaches, display_breach

    now, by = _now(), oleh or journal.account()
    when = _moment(pada, now)
    case, fresh = breaches.close(configure(home), identity, penanganan, when, by, now)
    display_breach.entered(breaches.told(case, now), fresh)


@app.command("list")
@bilingual
def list_cases(home: Home = None, as_json: AsJson = False) -> None:
    """Semua insiden dan jamnya / all incidents and their clock.

    Kode keluar / exit code: 0, atau 1 bila ada tenggat lewat atau kurang dari 24 jam tanpa
    pemberitahuan / 1 when a deadline is over or within 24 hours without the notices.
    """
    from dagster_dtsen import breaches, display_breach

    rows = breaches.listed(configure(home), _now())
    if as_json:
        echo_json(rows)
    else:
        display_breach.table(rows)
    if any(row["mendesak"] for row in rows):
        raise typer.Exit(1)


@app.command()
@bilingual
def show(identity: Incident, home: Home = None, as_json: AsJson = False) -> None:
    """Satu insiden / one incident."""
    from dagster_dtsen import breaches, display_breach
    from dagster_dtsen.incidents import book

    told = breaches.told(book.find(configure(home), identity), _now())
    if as_json:
        echo_json(told)
    else:
        display_breach.case(told)


@app.command()
@bilingual
def affected(
    paket: Annotated[str, typer.Option(help="Paket / package")],
    to: Annotated[
        Path,
        typer.Option(file_okay=False, help="Folder tujuan; data pribadi / target of personal data"),
    ],
    insiden: Annotated[str | None, typer.Option(help="Insidennya / its incident")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Siapa yang terkena, dan konsep suratnya / who is affected, and a draft letter."""
    from dagster_dtsen import breaches, display_breach, package_members

    reached = package_members.reached
    told = breaches.affected(configure(home), paket, to, reached, _now(), insiden)
    if as_json:
        echo_json(told)
    else:
        display_breach.affected(told)
