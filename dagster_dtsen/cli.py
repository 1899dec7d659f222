"""`dtsen …`: the commands; thin, every word a user reads is Indonesian first, then English."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from dagster_dtsen import (
    cli_audit,
    cli_backup,
    cli_breach,
    cli_corrections,
    cli_decisions,
    cli_deliveries,
    cli_erase,
    cli_explain,
    cli_grants,
    cli_handover,
    cli_history,
    cli_keys,
    cli_match,
    cli_models,
    cli_package,
    cli_packages,
    cli_questions,
    cli_rehearse,
    cli_releases,
    cli_requests,
    cli_returns,
    cli_review,
    cli_tables,
    cli_target,
    cli_train,
    cli_twin,
    cli_versions,
    cli_waiting,
    cli_worklist,
    display,
)
from dagster_dtsen.cli_common import AsJson, Home, Landing, bilingual, build, configure, echo_json
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import PROJECT_DIR

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
kamus_app = typer.Typer(no_args_is_help=True, help="Kamus data / data dictionary")
app.add_typer(cli_twin.app, name="twin")
app.add_typer(kamus_app, name="kamus")
app.add_typer(cli_train.app, name="train")
app.add_typer(cli_models.app, name="models")
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_backup.app, name="backup")
app.add_typer(cli_breach.app, name="breach")
app.add_typer(cli_deliveries.app, name="deliveries")
app.add_typer(cli_explain.app, name="explain")
app.add_typer(cli_grants.app, name="grants")
app.add_typer(cli_handover.app, name="handover")
app.add_typer(cli_history.app, name="history")
app.add_typer(cli_packages.app, name="package")
app.add_typer(cli_tables.app, name="tables")
app.add_typer(cli_decisions.app, name="decide")
app.add_typer(cli_corrections.app, name="correct")
app.add_typer(cli_requests.app, name="request")
app.add_typer(cli_requests.restrict_app, name="restrict")
app.command()(cli_decisions.decisions)
app.command()(cli_corrections.corrections)
app.command()(cli_requests.requests)
app.command()(cli_requests.restrictions)
app.command()(cli_deliveries.receive)
app.command()(cli_returns.returns)
app.command()(cli_match.match)
app.command()(cli_review.review)
app.command()(cli_worklist.worklist)
app.command()(cli_waiting.waiting)
app.command()(cli_questions.questions)
app.command()(cli_target.target)
app.command()(cli_releases.as_of)
app.command()(cli_releases.diff)
app.command()(cli_rehearse.rehearse)
app.command()(cli_versions.releases)
app.command()(cli_versions.rebuild)
app.command()(cli_versions.rollback)
app.command()(cli_erase.erase)
app.command()(cli_erase.erasures)
app.command()(cli_releases.verify)
app.command("open")(cli_package.open_package)
app.command("apply")(cli_package.apply_difference)
app.command()(cli_backup.restore)
app.command()(cli_backup.drill)
app.command()(cli_keys.signing_key)
app.command()(cli_keys.rotate_key)


@app.command()
@bilingual
def run(
    landing: Landing = None,
    home: Home = None,
    release: Annotated[
        str | None, typer.Option(help="Rilis, mis. 2026T1 / release; bawaan: semua yang tertunda")
    ] = None,
) -> None:
    """Terima, padankan, perbarui, validasi, bekukan, peringkatkan, terbitkan / the whole path."""
    from dagster_dtsen import display_versions, notices, orchestrate
    from dagster_dtsen.release.ids import ReleaseId

    wanted = ReleaseId.parse(release) if release else None
    settings = configure(home, landing)
    notes = orchestrate.check_landing(settings)
    with orchestrate.run_lock(settings):
        display.recovered(orchestrate.start(settings))
        chain = orchestrate.pending(settings, notes)
        if wanted:
            orchestrate.check_chain(settings, wanted, chain)
            chain = [wanted]
        build(settings, chain, len(notes))
        display.without_working_file(settings)
    display_versions.noticed(notices.write(settings))


@app.command()
@bilingual
def status(
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Rilis yang terbit beserta angkanya / the published release and its figures."""
    from dagster_dtsen import deliveries
    from dagster_dtsen.release.status import status_of

    settings = configure(home)
    content = status_of(settings) | {"planned": deliveries.planned(settings)}
    if as_json:
        echo_json(content)
    else:
        display.status(content)


@app.command()
@bilingual
def evaluate(
    truth: Annotated[Path, typer.Option(readable=False, help="Folder kebenaran / truth folder")],
    home: Home = None,
    as_json: AsJson = False,
    samples: Annotated[
        int, typer.Option(min=0, help="Contoh pasangan salah dan luput / sample pairs")
    ] = 0,
) -> None:
    """Ukur mutu pemadanan terhadap kebenaran data sintetis / linkage quality against a truth."""
    from dagster_dtsen import appraise, display_evaluation

    result = appraise.evaluate_linkage(configure(home), truth, samples)
    if as_json:
        echo_json(result)
    else:
        display_evaluation.show(result)


@app.command()
@bilingual
def docs(home: Home = None) -> None:
    """Tulis halaman dokumentasi dbt / write the dbt docs page (one self-contained HTML)."""
    from dagster_dtsen import dbt_bridge, orchestrate

    settings = configure(home)
    with orchestrate.run_lock(settings):
        orchestrate.prepare_home(settings)
        display.docs(dbt_bridge.write_docs(settings))


@app.command()
@bilingual
def ui(home: Home = None) -> None:
    """Buka antarmuka Dagster pada komputer ini / open the Dagster UI on this machine."""
    import sys

    from dagster_dtsen import orchestrate

    orchestrate.prepare_home(configure(home))
    dagster = Path(sys.executable).with_name("dagster")
    os.execv(dagster, [str(dagster), "dev", "-m", "dagster_dtsen.definitions", "-h", "127.0.0.1"])


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
@bilingual
def dbt(context: typer.Context) -> None:
    """Jalankan dbt dengan setelan sistem / run dbt with the system's settings."""
    from dagster_dtsen import dbt_bridge, orchestrate
    from dagster_dtsen.release import working_file

    settings = configure()
    with orchestrate.run_lock(settings), working_file.changing(settings):
        orchestrate.prepare_home(settings)
        if not dbt_bridge.invoke(settings, context.args):
            raise typer.Exit(1)


@kamus_app.command("render")
@bilingual
def kamus_render() -> None:
    """Tulis ulang bagian yang dibangkitkan dari kamus / rewrite what the dictionary generates."""
    from dagster_dtsen import dictionary

    for path in dictionary.write(PROJECT_DIR):
        typer.echo(str(path.relative_to(PROJECT_DIR)))


@kamus_app.command("check")
@bilingual
def kamus_check() -> None:
    """Periksa kamus dan bagian yang dibangkitkan / check dictionary and generated parts."""
    from dagster_dtsen import dictionary

    book = dictionary.load_book(PROJECT_DIR)
    problems: list[Any] = dictionary.check(book)
    problems += dictionary.check_indicators(dictionary.load_catalogue(PROJECT_DIR, book))
    problems += dictionary.check_contract(book, dictionary.contract_columns(PROJECT_DIR))
    problems += [path.relative_to(PROJECT_DIR) for path in dictionary.check_rendered(PROJECT_DIR)]
    if problems:
        raise DtsenError("E-KAMUS", problems="; ".join(str(item) for item in problems))
    typer.echo("Kamus data konsisten / the dictionary is consistent")


if __name__ == "__main__":
    app()
