from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from tests.conftest import at_home
from tests.orchestration.graph import Graph


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture(scope="session")
def graph(project_home: Path, manifest: dict[str, Any]) -> Graph:
    """The definitions of the project, loaded once."""
    with at_home(project_home):
        from dagster_dtsen.definitions import defs

        loaded: dg.Definitions = defs()
        return Graph.of(loaded, json.loads(json.dumps(manifest)))
