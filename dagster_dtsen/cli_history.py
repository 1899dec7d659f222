"""`dtsen history`: the history of the working file, made anew from the releases or held to them."""

from __future__ import annotations

from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.errors import DtsenError

app = typer.Typer(no_args_is_help=True, help="Riwayat register di gudang / history of the register")
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="RILIS",
        help="Sampai rilis ini, mis. 2026T1; bawaan: yang terbaru / up to this release",
    ),
]


@app.command()
@bilingual
def rebuild(to: To = None, home: Home = None) -> None:
    """Buat ulang riwayat dari rilis tersegel / make the history anew from sealed releases."""
    from dagster_dtsen import display_releases, warehouse
    from dagster_dtsen.release import history, history_check, working_file
    from dagster_dtsen.release.lock import run_lock

    settings = configure(home)
    with run_lock(settings):
        chain = history_check.newest(settings, to)
        with working_file.changing(settings), warehouse.connect(settings) as con:
            rows = history.rebuild(con, settings, chain)
    display_releases.history_rebuilt([item.name for item in chain], rows)


@app.command()
@bilingual
def verify(to: To = None, home: Home = None, as_json: AsJson = False) -> None:
    """Bandingkan riwayat dengan putar ulang rilis / compare the history with a replay."""
    from dagster_dtsen import display_releases
    from dagster_dtsen.release import history_check

    settings = configure(home)
    told = history_check.compare(settings, history_check.newest(settings, to))
    if as_json:
        echo_json(told)
    else:
        display_releases.history_compared(told)
    differing = history_check.differing(told)
    if differing:
        raise DtsenError("E-RIWAYAT-BEDA", tables=", ".join(differing))
