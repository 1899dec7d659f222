"""What all commands share: errors in two languages, the options for home and landing folder."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.errors_disk import DISK_FULL, is_full
from dagster_dtsen.settings import Settings, get_settings

if TYPE_CHECKING:
    from dagster_dtsen.release.ids import ReleaseId

Home = Annotated[Path | None, typer.Option(help="Folder kerja sistem / home of the system")]
Landing = Annotated[
    Path | None,
    # readability is judged by the run, with its own message
    typer.Option(readable=False, help="Folder kiriman penyedia / landing folder"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Keluaran JSON / JSON output")]
P = ParamSpec("P")


def bilingual(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a DtsenError, or a full disk, into its two-line message on stderr and its exit code."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DtsenError as error:
            _end(error)
        except Exception as error:
            if not is_full(error):
                raise
            _end(DtsenError(DISK_FULL, place=get_settings().home))

    return guarded


def _end(error: DtsenError) -> NoReturn:
    typer.echo(error.message, err=True)
    raise typer.Exit(error.kind.exit_code) from None


def build(settings: Settings, releases: Iterable[ReleaseId], notes: int) -> None:
    """Build and publish releases one after the other, and tell of every step.

    The caller holds the run lock. Raises DtsenError of the step that failed.
    """
    from dagster_dtsen import display, orchestrate

    for item in releases:
        display.release_header(item, notes)
        outcome = orchestrate.run_release(settings, item, display.step)
        display.release_summary(settings, outcome)


def configure(
    home: Path | None = None, landing: Path | None = None, *, rotating: bool = False
) -> Settings:
    """Settings of this call; options win over the environment and reach child libraries too.

    Ends a change of the key that was stopped half way, unless the caller does (``rotating``).
    """
    if home is not None:
        os.environ["DTSEN_HOME"] = str(home)
    if landing is not None:
        inner = landing / "landing"
        os.environ["DTSEN_LANDING"] = str(inner if inner.is_dir() else landing)
    get_settings.cache_clear()
    settings = get_settings()
    if not rotating and settings.rotation_journal.exists():
        from dagster_dtsen import rotation

        rotation.finish(settings)
    return settings


def echo_json(content: Any) -> None:
    """What `--json` prints."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def under_the_key(settings: Settings) -> None:
    """Say that a package's tables open by the home's key alone, where it has one."""
    if settings.secret():
        typer.echo(
            "Tabelnya tersandi; keluarkan dengan --to FOLDER / "
            "its tables are under the key; hand them out with --to FOLDER"
        )


def now() -> dt.datetime:
    """The moment of a command, to the second: acts bear it, results never depend on it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
