from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge
from tests.conftest import at_home


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture(scope="session")
def manifest(project_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """dbt's manifest with the SQL that dbt would run, made of the project as parsed before."""
    with at_home(tmp_path_factory.mktemp("susunan") / "home") as settings:
        os.environ["DBT_WRITE_JSON"] = "true"
        assert dbt_bridge.build(settings, ["compile", "--select", "resource_type:model"])
        path = settings.dbt_target_dir / "manifest.json"
        content: dict[str, Any] = json.loads(path.read_text())
        return content
