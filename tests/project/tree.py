"""The files of the project as tests look at them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen.settings import PACKAGE_DIR, PROJECT_DIR

DBT = PROJECT_DIR / "dbt_project"
MODELS = DBT / "models"
# each layer reads itself and the layers before it
LAYERS = (
    "seeds",
    "staging",
    "rujukan",
    "reception",
    "standardised",
    "matched",
    "updated",
    "validated",
    "stewardship",
    "release",
    "ranking",
    "agregat",
    "marts",
)
_REF = re.compile(r"\bref\(\s*'(\w+)'\s*\)")
_SOURCE = re.compile(r"\bsource\(\s*'(\w+)',\s*'(\w+)'\s*\)")


@dataclass(frozen=True)
class Model:
    """One model: its SQL and what its neighbour .yml says of it."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def layer(self) -> str:
        return self.path.relative_to(MODELS).parts[0]

    @property
    def report(self) -> bool:
        """A mart about the way of the data (returns, monitoring), not about persons."""
        return self.layer == "marts" and self.path.parent.name in ("returns", "monitoring")

    @cached_property
    def sql(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """Entries under ``models:`` of the neighbour file; empty when there is none."""
        neighbour = self.path.with_suffix(".yml")
        if not neighbour.exists():
            return []
        return list(yaml.safe_load(neighbour.read_text(encoding="utf-8")).get("models", []))

    @property
    def header(self) -> list[str]:
        """The comment lines at the top."""
        lines = []
        for line in self.sql.splitlines():
            if not line.startswith("-- "):
                break
            lines.append(line.removeprefix("-- "))
        return lines

    @cached_property
    def refs(self) -> set[str]:
        """Models and seeds it names, in comments too (``-- depends_on``)."""
        return set(_REF.findall(self.sql)) | self._looped

    @property
    def _looped(self) -> set[str]:
        # names in a list that a loop hands to ref(): the three-part tuples of reception/rekaman
        return set(re.findall(r"'(stg_\w+)'", self.sql))

    @cached_property
    def read(self) -> set[str]:
        """Models and seeds it selects from."""
        code = "\n".join(line for line in self.sql.splitlines() if not line.startswith("--"))
        return set(_REF.findall(code)) | self._looped

    @cached_property
    def sources(self) -> set[tuple[str, str]]:
        """(source, table) it reads, those of its macros included."""
        found = set(_SOURCE.findall(self.sql))
        if "rows_of_release(" in self.sql:
            found.add(("ledger", "kiriman_rilis"))
        return found


MODEL_LIST = [Model(path) for path in sorted(MODELS.rglob("*.sql"))]
LAYER_OF = {model.name: model.layer for model in MODEL_LIST} | {
    path.stem: "seeds" for path in (DBT / "seeds").rglob("*.csv")
}
SQL_FILES = [
    *(model.path for model in MODEL_LIST),
    *sorted((DBT / "macros").rglob("*.sql")),
    *sorted((DBT / "tests").rglob("*.sql")),
    *sorted((DBT / "snapshots").glob("*")),
]
PORTABLE_FILES = [path for path in SQL_FILES if path.parent.name != "engine"]


def tracked() -> list[Path]:
    """Files of the repository that exist: tracked ones and new ones that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, check=True).stdout
    paths = [PROJECT_DIR / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def code_of(sql: str) -> str:
    """SQL without comments and Jinja comments, in lower case."""
    bare = re.sub(r"\{#.*?#\}", " ", sql, flags=re.S)
    return re.sub(r"--[^\n]*", " ", bare).lower()


def python_files() -> list[Path]:
    """Modules of the package."""
    return sorted(PACKAGE_DIR.rglob("*.py"))
