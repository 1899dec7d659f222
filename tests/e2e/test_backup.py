"""A built home is backed up, restored elsewhere, and is the same home for whoever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import backups
from dagster_dtsen.orchestrate import check_landing, pending, run_lock, start
from dagster_dtsen.release import publish, store
from dagster_dtsen.release.status import status_of, verify_seals
from dagster_dtsen.settings import Settings
from tests.backup.homes import content

pytestmark = pytest.mark.e2e

KEY = "kunci-cadangan-uji-0d3b"


def test_a_restored_home_holds_the_same_releases(home: Settings, tmp_path: Path) -> None:
    own = home.model_copy(update={"backup_key": SecretStr(KEY)})
    told = backups.backup(own, tmp_path / "cadangan")
    target = own.model_copy(update={"home": tmp_path / "pulih"})
    backups.restore(target, tmp_path / "cadangan")
    prints = {item.name: item.manifest["sidik"] for item in store.versions(home)}
    assert len(prints) == 2
    assert {item.name: item.manifest["sidik"] for item in store.versions(target)} == prints
    assert {name: item["rilis"] for name, item in prints.items()} == told["rilis"]
    assert verify_seals(target, every=True) == verify_seals(home, every=True)
    assert status_of(target) == status_of(home)
    kept = content(target.root)
    for folder in ("arsip", "pengembalian", "tanda_terima", "rilis"):
        names = {name for name in content(home.root) if name.startswith(f"{folder}/")}
        assert names == {name for name in kept if name.startswith(f"{folder}/")}
        assert names
    assert "gudang.duckdb" not in kept


def test_a_built_home_is_left_in_order(home: Settings) -> None:
    """A start finds nothing to say, and nothing more to build."""
    assert home.warehouse_print.exists()
    with run_lock(home):
        assert [item for item in start(home) if "gudang" in item] == []
    chain = pending(home, check_landing(home))
    assert {item.release for item in store.stored(home)} == set(chain)
    assert publish.published(home) == "2026T2.v1"
