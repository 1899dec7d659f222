"""The drill of a restoration as a job of its own: it touches no asset and no release."""

from pathlib import Path
from typing import Any

import dagster as dg

from dagster_dtsen import backups
from dagster_dtsen.settings import get_settings


class DrillConfig(dg.Config):
    """``dari``: folder of the backup; ``generasi``: its number, without one the newest.

    ``folder``: an empty folder for the throw-away home, without one the scratch folder is used and
    no run may be at work. ``tanpa_sandi``: the backup is not encrypted.
    """

    dari: str
    generasi: int | None = None
    folder: str | None = None
    tanpa_sandi: bool = False


@dg.op(name="pulihkan_dan_periksa")
def restore_and_check(context: dg.OpExecutionContext, config: DrillConfig) -> None:
    """Restore, compute every fingerprint anew, note the outcome, throw the copy away."""
    told: dict[str, Any] = backups.drill(
        get_settings(),
        Path(config.dari),
        config.generasi,
        Path(config.folder) if config.folder else None,
        plain=config.tanpa_sandi,
    )
    names = ("generasi", "berkas", "byte", "tabel", "detik", "sidik")
    context.add_output_metadata({name: told[name] for name in names})


@dg.job(
    name="latihan_pemulihan",
    executor_def=dg.in_process_executor,
    description="Latihan pemulihan dari cadangan / drill of restoring a backup",
)
def drill() -> None:
    """One op: the drill of :func:`backups.drill`."""
    restore_and_check()
