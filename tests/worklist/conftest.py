from __future__ import annotations

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.worklist.queue_rows import make


@pytest.fixture(scope="session")
def queue_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose working file holds three questions; only read."""
    settings = Settings(home=tmp_path_factory.mktemp("antrean"), db_key=None)
    with warehouse.connect(settings) as con:
        make(con, settings)
    return settings
