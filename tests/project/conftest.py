from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge
from tests.conftest import at_home


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture(scope="session")
def manifest(project_home: Path) -> dict[str, Any]:
    """dbt's manifest with the SQL that dbt would run."""
    with at_home(project_home) as settings:
        assert dbt_bridge.invoke(
            settings, ["compile", "--quiet", "--select", "resource_type:model"]
        )
        return dbt_bridge.load_manifest(settings)
