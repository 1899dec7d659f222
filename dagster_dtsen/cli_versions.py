"""`dtsen releases`, `rebuild` and `rollback`: versions of releases, and which one readers see."""

from __future__ import annotations

from typing import Annotated

import typer

from dagster_dtsen import journal
from dagster_dtsen.cli_common import AsJson, Home, Landing, bilingual, build, configure, echo_json
from dagster_dtsen.cli_options import By, Reason


@bilingual
def releases(home: Home = None, as_json: AsJson = False) -> None:
    """Semua versi rilis dan keadaannya / all versions of releases and what they are to readers."""
    from dagster_dtsen import display_versions
    from dagster_dtsen.release import versions

    told = versions.states(configure(home))
    if as_json:
        echo_json(told)
    else:
        display_versions.table(told)


@bilingual
def rebuild(
    release: Annotated[str, typer.Argument(metavar="RILIS", help="Rilis, mis. 2026T1 / release")],
    alasan: Reason,
    oleh: By = None,
    landing: Landing = None,
    home: Home = None,
) -> None:
    """Bangun ulang satu rilis sebagai versi baru, lalu yang sesudahnya / build a new version."""
    from dagster_dtsen import display, display_versions, notices, orchestrate
    from dagster_dtsen.release import versions
    from dagster_dtsen.release.ids import ReleaseId

    wanted = ReleaseId.parse(release)
    settings = configure(home, landing)
    notes = orchestrate.check_landing(settings)
    with orchestrate.run_lock(settings):
        display.recovered(orchestrate.start(settings))
        name = notices.request(settings, wanted, alasan, oleh or journal.account())
        display_versions.requested(name)
        build(settings, versions.to_rebuild(settings, wanted), len(notes))
    display_versions.noticed(notices.write(settings))


@bilingual
def rollback(
    version: Annotated[
        str, typer.Argument(metavar="VERSI", help="Versi, mis. 2026T1.v1 / version readers see")
    ],
    alasan: Reason,
    oleh: By = None,
    home: Home = None,
) -> None:
    """Tunjukkan versi lain kepada pembaca, tanpa menghapus / let readers see another version."""
    from dagster_dtsen import display_versions, notices, orchestrate

    settings = configure(home)
    with orchestrate.run_lock(settings):
        change = notices.roll_back(settings, version, alasan, oleh or journal.account())
    display_versions.rolled_back(change)
    display_versions.noticed(notices.write(settings))
