"""Rooms import no other room, nobody imports defs or cli, files stay short."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dagster_dtsen.settings import PACKAGE_DIR, PROJECT_DIR
from tests.project.tree import python_files, tracked

PACKAGE = "dagster_dtsen"
NO_ROOMS = {"components", "defs", "reference", "__pycache__"}
ROOMS = sorted(
    path.name
    for path in PACKAGE_DIR.iterdir()
    if (path / "__init__.py").exists() and path.name not in NO_ROOMS
)
SHARED = {
    "settings", "warehouse", "errors", "journal", "files", "keyed", "declared", "__version__"
}  # fmt: skip
LONGEST = 250
FILES = [pytest.param(path, id=str(path.relative_to(PACKAGE_DIR))) for path in python_files()]


def imported(path: Path) -> set[str]:
    """Dotted names a module imports, wherever in the file; ``from a import b`` gives ``a.b``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {item.name for item in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path.name}"
            found |= {f"{node.module}.{item.name}" for item in node.names}
    return found


def parts_of_package(path: Path) -> set[str]:
    """The parts of this package a module imports: ``settings``, ``reception``, …"""
    return {name.split(".")[1] for name in imported(path) if name.startswith(f"{PACKAGE}.")}


def room_files(room: str) -> list[Path]:
    return sorted((PACKAGE_DIR / room).rglob("*.py"))


def test_the_rooms_are_the_ones_of_the_design() -> None:
    assert {"reception", "linkage", "ranking", "release", "twin"} <= set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_all_share_and_itself(room: str) -> None:
    for path in room_files(room):
        assert parts_of_package(path) <= {*SHARED, room}, path.name


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_does_not_know_dagster_or_the_terminal(room: str) -> None:
    for path in room_files(room):
        tops = {name.split(".")[0] for name in imported(path)}
        assert not tops & {"dagster", "dagster_dbt", "typer", "rich", "dbt"}, path.name


@pytest.mark.parametrize("path", FILES)
def test_nothing_imports_the_definitions_or_the_commands(path: Path) -> None:
    assert not parts_of_package(path) & {"defs", "cli"}


@pytest.mark.parametrize("path", FILES)
def test_only_the_warehouse_opens_duckdb(path: Path) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "duckdb"
    ]
    assert not calls or path.name == "warehouse.py"


def test_importing_the_commands_does_no_work(tmp_path: Path) -> None:
    """Neither dagster nor dbt nor Splink is loaded for a help text."""
    import subprocess
    import sys

    code = (
        "import sys, dagster_dtsen.cli; "
        "print([m for m in ('dagster', 'dbt', 'splink', 'soda_core') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert result.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", FILES)
def test_every_module_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_python_files_are_short() -> None:
    long = {
        str(path.relative_to(PROJECT_DIR)): count
        for path in tracked()
        if path.suffix == ".py"
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
