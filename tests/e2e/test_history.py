"""The history of a whole home: what dbt wrote is what a replay gives, also after a loss."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg

from dagster_dtsen import orchestrate, warehouse
from dagster_dtsen.release import history_check, store
from dagster_dtsen.settings import Settings
from tests.conftest import at_home
from tests.release.history_made import contents
from tests.tools.part_of_run import run_part


def test_the_snapshots_of_both_releases_equal_a_replay(home: Settings) -> None:
    told = history_check.compare(home, history_check.newest(home))
    assert told["tercatat"] == told["rilis"] == ["2026T1.v1", "2026T2.v1"]
    assert all(item["tersimpan"] > 0 for item in told["riwayat"])
    assert history_check.differing(told) == []


def test_a_lost_working_file_loses_no_history(home: Settings, tmp_path: Path) -> None:
    """The first step of the next run is enough."""
    shutil.copytree(home.releases_dir, tmp_path / "home" / "rilis")
    with warehouse.connect(home, read_only=True) as con:
        before = contents(con)
    with at_home(tmp_path / "home") as settings:
        with orchestrate.run_lock(settings):
            orchestrate.start(settings)
            run_part("2026T3", dg.AssetSelection.assets(["kendali", "rilis"]))
        assert [item.name for item in store.stored(settings)] == ["2026T1.v1", "2026T2.v1"]
        with warehouse.connect(settings) as con:
            assert contents(con) == before
