"""Help texts: Indonesian first, then English, on every command and every option."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from dagster_dtsen.cli import app
from tests.cli.conftest import Run

# English words that open no Indonesian phrase
ENGLISH = {
    "the",
    "of",
    "and",
    "or",
    "from",
    "to",
    "a",
    "an",
    "run",
    "write",
    "make",
    "train",
    "check",
    "open",
    "number",
    "output",
    "folder",
    "published",
    "release",
    "recompute",
    "rewrite",
    "with",
}


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path, groups included."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


TREE = [item for item in commands(typer.main.get_command(app)) if item[0]]
LEAVES = [(path, item) for path, item in TREE if not hasattr(item, "commands")]
OPTIONS = [
    pytest.param(option, id=" ".join([*path, option.name]))
    for path, item in LEAVES
    for option in item.params
    if option.opts[0].startswith("--") and option.name != "help"
]


def assert_bilingual(text: str) -> None:
    indonesian, separator, english = text.partition(" / ")
    assert separator, text
    assert indonesian.strip()
    assert english.strip()
    first = {word.strip(".,;()") for word in indonesian.lower().split()}
    # a folder is a folder in both languages
    assert not first & (ENGLISH - {"folder"}), text
    assert {word.strip(".,;()") for word in english.lower().split()} - first


def test_the_commands_are_the_ones_the_readme_names() -> None:
    paths = {" ".join(path) for path, _ in LEAVES}
    assert {
        "run",
        "status",
        "verify",
        "evaluate",
        "docs",
        "dbt",
        "twin generate",
        "kamus render",
        "kamus check",
        "train kesejahteraan",
        "train linkage",
    } <= paths


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*item, id=" ".join(item[0])) for item in TREE]
)
def test_a_command_is_explained_in_indonesian_and_english(
    dtsen: Run, path: tuple[str, ...], command: Any
) -> None:
    assert_bilingual(command.help or "")
    result = dtsen(*path, "--help")
    assert result.exit_code == 0
    first, *_ = (command.help or "").split(" / ")
    assert first.split()[0] in result.stdout


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_is_explained_in_indonesian_and_english(option: Any) -> None:
    assert_bilingual(option.help or "")


def test_there_are_options_to_explain() -> None:
    assert len(OPTIONS) >= 10


def test_the_release_options_of_run_are_there() -> None:
    (run,) = (command for path, command in LEAVES if path == ("run",))
    assert {name for option in run.params for name in option.opts} >= {
        "--landing",
        "--home",
        "--release",
    }


def test_an_unknown_command_is_refused(dtsen: Run) -> None:
    assert dtsen("terbitkan").exit_code == 2


def test_no_command_shows_the_help(dtsen: Run) -> None:
    assert "Usage" in dtsen().output
