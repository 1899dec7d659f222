"""The reader of the proof `pembaca` notices what it is there to notice."""

from __future__ import annotations

import random

import duckdb
import pytest

from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import store
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.proof.readers import Told
from tests.release.hand_made import publish, settings_of


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = settings_of(tmp_path_factory.mktemp("pembaca") / "home")
    publish(made, "2026T1")
    publish(made, "2026T2")
    return made


@pytest.fixture
def settings(home: Settings) -> Settings:
    """Two releases, the second before the readers."""
    publishing.point_readers(home, store.stored(home)[-1])
    return home


def read(settings: Settings, seed: int = 1) -> Told:
    told = Told()
    told.reads = 1
    told.reading(settings, random.Random(seed))
    return told


def change(settings: Settings, *statements: str) -> None:
    with duckdb.connect(str(settings.root / publishing.PUBLISHED_FILE)) as con:
        for statement in statements:
            con.execute(statement)


def test_one_whole_release(settings: Settings) -> None:
    told = read(settings)
    assert (told.seen, told.tables, told.mixed) == ({"2026T2.v1": 1}, 8, [])


def test_a_name_of_one_release_over_files_of_another(settings: Settings) -> None:
    change(settings, "update main.rilis set id_rilis = '2026T1'")
    told = read(settings)
    assert told.seen == {"2026T1.v1": 1}
    # the fingerprint of the release, every view, and every table that was read
    assert len(told.mixed) == 1 + len(TABLES) + 8


def test_one_view_over_another_release(settings: Settings) -> None:
    text = f"'{settings.releases_dir}/2026T1.v1/hasil/dim_individu/**/*.parquet'"
    change(
        settings,
        "create or replace view hasil.dim_individu as "
        f"select * from read_parquet({text}, hive_partitioning = false)",
    )
    readings = (read(settings, seed).mixed for seed in range(100))
    # the first that reads that table too
    found = next(mixed for mixed in readings if len(mixed) > 1)
    assert found == ["2026T2.v1: view hasil.dim_individu", "2026T2.v1: hasil.dim_individu"]
