"""Render the dictionary into the dbt project: docs page, macro files, everything between markers.

YAML: ``# >>> kamus <entitas> [variabel …] [-variabel …]`` … ``# <<< kamus``.
SQL: ``-- >>> kamus <template> <entitas> …`` … ``-- <<< kamus`` (see ``templates``).
The opening marker's indent is given to every rendered line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from dagster_dtsen.dictionary.docs import docs_page
from dagster_dtsen.dictionary.indicator_macros import indicator_macros
from dagster_dtsen.dictionary.indicators import load_catalogue
from dagster_dtsen.dictionary.macro_file import macro_file
from dagster_dtsen.dictionary.model import Variable, load_book
from dagster_dtsen.dictionary.templates import SQL_TEMPLATES, Template, yaml_columns
from dagster_dtsen.errors import DtsenError

DOCS = Path("dbt_project", "models", "docs", "_docs_kamus.md")
MACROS = Path("dbt_project", "macros", "kamus.sql")
INDICATOR_MACROS = Path("dbt_project", "macros", "indikator.sql")
ROOTS = (Path("dbt_project", "models"), Path("dbt_project", "snapshots"))
COMMENT = {".yml": "#", ".yaml": "#", ".sql": "--"}
MARKER = re.compile(r"^(?P<indent>[ ]*)(?:#|--) (?P<side>>>>|<<<) kamus\b(?P<words>.*)$")

Entities = dict[str, list[Variable]]


def render(project_dir: Path) -> dict[Path, str]:
    """Text that every rendered file must have, by path.

    ``project_dir`` is the repository root and leads every path; files without markers are left
    out. Raises ``DtsenError`` E-KAMUS for unpaired markers and unknown names.
    """
    book = load_book(project_dir)
    entities: Entities = {}
    for row in sorted(book.variables, key=lambda row: (row.entitas, row.urutan)):
        entities.setdefault(row.entitas, []).append(row)
    texts = {
        project_dir / DOCS: docs_page(book),
        project_dir / MACROS: macro_file(book),
        project_dir / INDICATOR_MACROS: indicator_macros(load_catalogue(project_dir, book)),
    }
    for root in ROOTS:
        for path in sorted((project_dir / root).rglob("*")):
            if path.suffix in COMMENT and path.is_file():
                old = _read(path)
                if f"{COMMENT[path.suffix]} >>> kamus" in old or "<<< kamus" in old:
                    texts[path] = _replaced(old, path, entities)
    return texts


def write(project_dir: Path) -> list[Path]:
    """Bring the rendered files up to date; gives those that changed."""
    texts = render(project_dir)
    changed = [path for path, text in texts.items() if _read(path) != text]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8", newline="")
    return changed


def check_rendered(project_dir: Path) -> list[Path]:
    """Files whose text differs from what the dictionary renders; writes nothing."""
    return [path for path, text in render(project_dir).items() if _read(path) != text]


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _replaced(text: str, path: Path, entities: Entities) -> str:
    lines: list[str] = []
    opened = 0
    for number, line in enumerate(text.split("\n"), 1):
        marker = MARKER.match(line)
        if marker is None:
            if not opened:
                lines.append(line)
            continue
        if (marker["side"] == ">>>") == bool(opened):
            raise _problem(path, number, "penanda tidak berpasangan / unpaired marker")
        lines.append(line)
        opened = 0 if opened else number
        if opened:
            body = _body(path, number, marker["words"].split(), entities)
            lines += [f"{marker['indent']}{part}" for part in body]
    if opened:
        raise _problem(path, opened, "penanda tidak ditutup / unclosed marker")
    return "\n".join(lines)


def _body(path: Path, number: int, words: Sequence[str], entities: Entities) -> list[str]:
    try:
        template: Template = yaml_columns
        if path.suffix == ".sql":
            template, words = SQL_TEMPLATES[words[0]], words[1:]
        return template(entities[words[0]], words[1:])
    except KeyError as error:
        raise _problem(path, number, f"nama tidak dikenal / unknown name {error}") from error
    except IndexError as error:
        raise _problem(path, number, "penanda tidak lengkap / incomplete marker") from error


def _problem(path: Path, number: int, text: str) -> DtsenError:
    return DtsenError("E-KAMUS", problems=f"{path.name}:{number}: {text}")
