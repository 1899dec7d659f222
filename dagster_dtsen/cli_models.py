"""`dtsen models …`: the register of welfare models, their approval, and data to try others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import display_models, journal
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.cli_options import By, Reason

app = typer.Typer(no_args_is_help=True, help="Model kesejahteraan / welfare models")
Label = Annotated[
    str, typer.Argument(metavar="MODEL", help="Nama, versi, atau nama.versi / name or version")
]


@app.command("list")
@bilingual
def models_list(home: Home = None, as_json: AsJson = False) -> None:
    """Semua model, persetujuannya, dan yang berlaku / all models and which one is in force."""
    from dagster_dtsen.ranking import register

    found = register.entries(configure(home))
    if as_json:
        echo_json([display_models.plain(entry) for entry in found])
    else:
        display_models.table(found)


@app.command("show")
@bilingual
def models_show(model: Label, home: Home = None) -> None:
    """Kartu satu model / the card of one model."""
    from dagster_dtsen.ranking import register

    display_models.card(register.find(configure(home), model))


@app.command("approve")
@bilingual
def models_approve(
    model: Label,
    alasan: Reason,
    oleh: By = None,
    mulai: Annotated[
        str | None,
        typer.Option(help="Rilis pertama; bawaan: sesudah yang terbit / first release it is for"),
    ] = None,
    home: Home = None,
) -> None:
    """Setujui model mulai satu rilis / let releases use a model from one on."""
    from dagster_dtsen import model_acts

    by = oleh or journal.account()
    told = model_acts.approve(configure(home), model, by, alasan, mulai)
    display_models.approved(told)


@app.command("calibrate")
@bilingual
def models_calibrate(
    visits: Annotated[
        Path, typer.Argument(metavar="FILE", help="Hasil kunjungan / visits: CSV, Parquet")
    ],
    rilis: Annotated[
        str | None, typer.Option(help="Rilis yang dikunjungi; bawaan: terbaru / release visited")
    ] = None,
    oleh: Annotated[str | None, typer.Option(help="Yang mengerjakan / who did it")] = None,
    home: Home = None,
) -> None:
    """Ukur ulang rentang dari kunjungan / measure the intervals anew on visited families."""
    from dagster_dtsen import calibrations

    settings = configure(home)
    by = oleh or journal.account()
    display_models.calibrated(calibrations.calibrate(settings, visits, rilis, by))


@app.command("sandbox")
@bilingual
def models_sandbox(
    to: Annotated[Path, typer.Option(help="Folder kosong / an empty folder")], home: Home = None
) -> None:
    """Data latih tanpa identitas untuk rekan / training data without identities for colleagues."""
    from dagster_dtsen import model_acts

    display_models.exported(to, model_acts.take_sandbox(configure(home), to))


@app.command("evaluate")
@bilingual
def models_evaluate(
    truth: Annotated[Path, typer.Option(readable=False, help="Folder kebenaran / truth folder")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Ukur peringkat rilis terhadap kebenaran data sintetis / a release's ranks against a truth."""
    from dagster_dtsen import appraise_ranking

    result = appraise_ranking.evaluate_ranking(configure(home), truth)
    if as_json:
        echo_json(result)
    else:
        display_models.measured(result)
