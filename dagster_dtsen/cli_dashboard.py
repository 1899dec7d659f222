"""`dtsen tables page`: the open dashboard of published tables."""

from __future__ import annotations

from pathlib import Path

import typer

from dagster_dtsen.settings import Settings


def page(settings: Settings, folder: Path, target: Path | None) -> None:
    """Write the page of the tables in ``folder`` and say where it lies."""
    from dagster_dtsen import dashboards

    path = dashboards.write(settings, folder, target)
    typer.echo(f"Papan data / dashboard: {path} ({path.stat().st_size / 1e6:.1f} MB)")
