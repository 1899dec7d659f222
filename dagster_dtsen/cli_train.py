"""`dtsen train …`: models trained on what this home has accepted."""

from __future__ import annotations

from pathlib import Path

import typer

from dagster_dtsen import display
from dagster_dtsen.cli_common import Home, Landing, bilingual, configure

app = typer.Typer(no_args_is_help=True, help="Pelatihan model / model training")


@app.command("kesejahteraan")
@bilingual
def train_welfare(landing: Landing = None, home: Home = None) -> None:
    """Latih model kesejahteraan dari survei yang diterima / train the welfare model."""
    _train("latih_kesejahteraan", landing, home)


@app.command("linkage")
@bilingual
def train_linkage(landing: Landing = None, home: Home = None) -> None:
    """Latih model pemadanan dari rekaman yang diterima / train the linkage model."""
    _train("latih_linkage", landing, home)


def _train(job: str, landing: Path | None, home: Path | None) -> None:
    from dagster_dtsen import orchestrate

    settings = configure(home, landing)
    with orchestrate.run_lock(settings):
        orchestrate.prepare_home(settings)
        orchestrate.run_training(settings, job, display.step)
    display.trained(settings)
