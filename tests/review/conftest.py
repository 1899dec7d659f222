from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.reviews_queue import QueueDesk
from dagster_dtsen.settings import Settings
from tests.worklist.queue_rows import make

DAY = dt.date(2026, 7, 1)
# one pair of every kind: joined and drawn by the release, or kept apart
SAMPLE = """
create schema if not exists wh.matched;
create table wh.matched.sampel_tinjauan as
select
    'butir' || row_number() over () as id_butir, '2026T2' as rilis, * from (values
    ('tergabung_kuat', true, 9::bigint, 1, 'r000001', 'r000002', 14.5),
    ('tergabung_kuat', true, 9, 2, 'r000003', 'r000004', 15.5),
    ('terpisah_lemah', false, 4, 1, 'r000004', 'r000005', 3.5)
) as v (stratum, tergabung, jumlah_stratum, nomor, record_key, record_key_lain, bobot)
"""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three questions and a sample of three pairs; copied, never written."""
    settings = Settings(home=tmp_path_factory.mktemp("tinjauan"), db_key=None)
    with warehouse.connect(settings) as con:
        make(con, settings)
        con.execute(SAMPLE)
    return settings.root


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Settings:
    shutil.copytree(template, tmp_path / "home")
    return Settings(home=tmp_path / "home", db_key=None)


@pytest.fixture
def desk(home: Settings) -> Callable[..., QueueDesk]:
    """A desk of the queues for a steward, with every question asked twice unless told otherwise."""

    def sit(name: str = "Ani", share: float = 1.0, limit: int = 100) -> QueueDesk:
        return QueueDesk(home, name, limit=limit, date=DAY, share=share)

    return sit
