"""`dtsen train …`: models trained on what this home has accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import display
from dagster_dtsen.cli_common import Home, Landing, bilingual, configure
from dagster_dtsen.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Pelatihan model / model training")


@app.command("kesejahteraan")
@bilingual
def train_welfare(
    landing: Landing = None,
    home: Home = None,
    survei: Annotated[
        Path | None, typer.Option(help="Survei lain, CSV atau Parquet / another survey")
    ] = None,
    rancangan: Annotated[
        Path | None, typer.Option(help="pmt.yml survei itu / the design for that survey")
    ] = None,
    ke: Annotated[Path | None, typer.Option(help="Folder hasil / folder of its results")] = None,
) -> None:
    """Latih model kesejahteraan dari survei yang diterima / train the welfare model."""
    if survei is None and rancangan is None and ke is None:
        _train("latih_kesejahteraan", landing, home)
        _told(configure(home))
    elif survei is None or rancangan is None or ke is None:
        raise typer.BadParameter("--survei, --rancangan, --ke: ketiganya / all three")
    else:
        _train_foreign(configure(home), survei, rancangan, ke)


def _told(settings: Settings) -> None:
    """What the training of this home gave."""
    from dagster_dtsen import display_models
    from dagster_dtsen.ranking import register, store

    entry = register.last_trained(settings)
    display_models.trained(store.read(entry.path), entry.label, waits=not entry.berlaku)


def _train_foreign(settings: Settings, survey: Path, declared: Path, to: Path) -> None:
    from dagster_dtsen import display_models
    from dagster_dtsen.ranking import foreign, store

    model = foreign.train_on(settings, survey, declared)
    store.save(model, to)
    display_models.trained(model, model.nama, waits=False)


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
