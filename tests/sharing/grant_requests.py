"""Requests for access made of the examples in docs/grants, with changes."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen import grants
from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.sharing import application
from dagster_dtsen.sharing.check import STAGES, Ground, findings

EXAMPLES = sorted((PROJECT_DIR / "docs" / "grants").glob("*.yml"))
# the criteria that the example of Kemensos names
PKH = PROJECT_DIR / "docs" / "programmes" / "pkh.yml"
DAY = dt.date(2026, 3, 1)
Change = Callable[[dict[str, Any]], object]


@cache
def _content(name: str) -> dict[str, Any]:
    path = PROJECT_DIR / "docs" / "grants" / f"{name}.yml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def example(name: str) -> dict[str, Any]:
    """The content of one example, to be changed at will."""
    return copy.deepcopy(_content(name))


class _Plain(yaml.SafeDumper):
    """YAML without references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def lay(path: Path, content: dict[str, Any]) -> Path:
    """A request as a file."""
    path.write_text(yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True))
    return path


def ground(settings: Settings, day: dt.date = DAY) -> Ground:
    return grants.ground(settings, day)


def codes(name: str, change: Change, against: Ground, stage: str = STAGES[-1]) -> set[str]:
    """Codes of what stands against a changed example."""
    content = example(name)
    change(content)
    asked = application.Application.model_validate(content)
    return {found.kode for found in findings(asked, against, stage)}
