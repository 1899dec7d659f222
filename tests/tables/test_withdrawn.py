"""Tables of a withdrawn release: never the newest, and never forgotten by the ledger."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import open_data, tables
from dagster_dtsen.disclosure import ledger
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts
from dagster_dtsen.settings import Settings
from tests.tables import world

FAMILIES = 2000


def point(settings: Settings, *, gone: list[str], back: list[str]) -> None:
    more = {"ditarik": gone, "dipulihkan": back}
    acts.enter(settings, acts.POINT, "2026T1.v1", "angka keliru", "uji", **more)


def refused(settings: Settings, name: str | None) -> None:
    with pytest.raises(DtsenError) as caught:
        open_data.published(settings, name)
    assert caught.value.kind.code == "E-UNGKAP"


def test_they_are_not_the_newest_and_stay_in_the_ledger(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "rumah")
    world.publish(settings, "2026T1", FAMILIES)
    first = tables.build(settings, None)
    world.publish(settings, "2026T2", FAMILIES + 30, "2026T1.v1")
    second = tables.build(settings, None)
    assert open_data.published(settings, None).id == second.id

    point(settings, gone=["2026T2.v1"], back=[])
    assert open_data.published(settings, None).id == first.id
    written = open_data.export(settings, None, tmp_path / "buka")
    assert all(second.id not in path.name for path in written)
    refused(settings, "2026T2")
    assert open_data.published(settings, second.id).id == second.id
    assert [item.id for item in ledger.publications(settings)] == [first.id, second.id]

    # what comes next is attacked with both in hand, and compares itself with what holds
    world.publish(settings, "2026T3", FAMILIES + 60, "2026T2.v1")
    third = tables.build(settings, None)
    assert third.facts["sebelumnya"] == second.id
    assert third.facts["serangan"]["pasangan"] > second.facts["serangan"]["pasangan"]
    before = f"select distinct rilis_lalu from {third.table('indikator_provinsi')}"
    assert set(duckdb.execute(before).fetchall()) - {(None,)} == {("2026T1.v1",)}

    point(settings, gone=["2026T3.v1"], back=["2026T2.v1"])
    assert open_data.published(settings, None).id == second.id
    point(settings, gone=["2026T1.v1", "2026T2.v1"], back=[])
    refused(settings, None)
