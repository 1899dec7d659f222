"""`dtsen erase` and `dtsen erasures`: persons taken out of everything, for good."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from dagster_dtsen import journal
from dagster_dtsen.cli_common import AsJson, Home, Landing, bilingual, build, configure, echo_json
from dagster_dtsen.cli_options import By, Reason


@bilingual
def erase(
    individu: Annotated[
        list[str], typer.Option("--individu", help="Id individu; boleh berulang / ids of persons")
    ],
    alasan: Reason,
    yakin: Annotated[
        bool, typer.Option("--yakin", help="Penghapusan tidak dapat dibatalkan / cannot be undone")
    ] = False,
    permohonan: Annotated[
        str | None, typer.Option(help="Id permohonan yang dikabulkan / request it answers")
    ] = None,
    oleh: By = None,
    landing: Landing = None,
    home: Home = None,
) -> None:
    """Hapus orang dari semua data dan rilis / erase persons from all data and releases."""
    from dagster_dtsen import display, display_versions, erasures, notices, orchestrate
    from dagster_dtsen.errors import DtsenError
    from dagster_dtsen.release import versions
    from dagster_dtsen.release.ids import ReleaseId
    from dagster_dtsen.steward.erasures import BAD

    if not yakin:
        reason = "tidak dapat dibatalkan; --yakin / it cannot be undone; --yakin"
        raise DtsenError(BAD, reason=reason)
    settings = configure(home, landing)
    notes = orchestrate.check_landing(settings)
    with orchestrate.run_lock(settings):
        display.recovered(orchestrate.start(settings))
        by, day = oleh or journal.account(), dt.date.today()
        item = erasures.erase(settings, individu, alasan, by, day, permohonan)
        display_versions.erased(item)
        if item.rilis:
            build(settings, versions.to_rebuild(settings, ReleaseId.parse(item.rilis)), len(notes))
    display_versions.noticed(notices.write(settings))


@bilingual
def erasures(home: Home = None, as_json: AsJson = False) -> None:
    """Penghapusan yang dicatat dan sejauh mana selesai / erasures and how far they are."""
    from dagster_dtsen import display_versions
    from dagster_dtsen import erasures as desk

    told = desk.listed(configure(home))
    if as_json:
        echo_json(told)
    else:
        display_versions.erasures(told)
