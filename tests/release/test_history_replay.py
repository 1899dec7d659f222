"""A replay gives what the dbt snapshots wrote release by release, and they continue from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.release import history, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.replay import HISTORIES, replay
from dagster_dtsen.settings import Settings
from tests.conftest import at_home
from tests.release import history_made
from tests.release.hand_made import settings_of
from tests.release.history_made import RELEASES, contents, freeze, lay

NAMES = [item.name for item in HISTORIES]


def snapshot(settings: Settings, release: str) -> None:
    """The dbt snapshots of one release, as its run makes them."""
    with warehouse.connect(settings) as con:
        freeze(con, settings, release)
    assert dbt_bridge.build(settings, ["snapshot", "--select", *NAMES])


def chain(settings: Settings, release: str) -> list[store.StoredRelease]:
    return history.chain_of(settings, store.find(settings, ReleaseId.parse(release)))


@pytest.fixture(scope="module")
def desk(project_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home for dbt with four sealed releases and no history."""
    home = tmp_path_factory.mktemp("riwayat") / "home"
    shutil.copytree(project_home / "dbt", home / "dbt")
    with at_home(home) as settings:
        with warehouse.connect(settings) as con:
            lay(con, settings)
        yield settings


@pytest.fixture(scope="module")
def written(desk: Settings) -> dict[str, dict[str, Any]]:
    """Release → the histories after the dbt snapshots of it and of all before it."""
    found = {}
    for release in RELEASES:
        snapshot(desk, release)
        with warehouse.connect(desk) as con:
            found[release] = contents(con)
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_a_replay_is_row_for_row_and_column_for_column_what_dbt_wrote(
    desk: Settings, written: dict[str, dict[str, Any]], release: str
) -> None:
    with warehouse.connect(desk) as con:
        replay(con, desk, chain(desk, release), "memory.ulang")
        assert contents(con, "memory.ulang") == written[release]


def test_the_releases_hold_every_way_a_row_goes(written: dict[str, dict[str, Any]]) -> None:
    """Otherwise equality would say little."""
    columns, rows = written["2026T4"]["individu"]
    names = [column[0] for column in columns]
    assert names[-2:] == ["dbt_valid_to", "skor"]  # the later column stands behind
    people: dict[str, list[tuple[str, str | None]]] = {}
    for row in rows:
        told = dict(zip(names, row, strict=True))
        until = told["dbt_valid_to"]
        span = (f"{told['dbt_valid_from']:%m}", f"{until:%m}" if until else None)
        people.setdefault(told["id_individu"], []).append(span)
    spans = {name: sorted(found, key=str) for name, found in people.items()}
    assert spans["pergi"] == [("03", "06")]
    assert [start for start, _ in spans["pulang"]] == ["03", "09", "12"]
    assert spans["pulang"][0] == ("03", "06")
    # unchanged, but a column was new in the third quarter, and one came back in the fourth
    assert spans["tetap"] == [("03", "09"), ("09", "12"), ("12", None)]
    assert spans["baru"] == [("06", "09")]
    assert spans["isi"][:2] == [("03", "06"), ("06", "09")]
    assert spans["bolak"] == [("03", "06"), ("06", "09"), ("09", "12")]


@pytest.mark.parametrize("known", ["2026T2", "2026T3"])
def test_the_next_snapshot_continues_from_a_replay(
    desk: Settings, written: dict[str, dict[str, Any]], known: str
) -> None:
    following = RELEASES[RELEASES.index(known) + 1]
    with warehouse.connect(desk) as con:
        history.rebuild(con, desk, chain(desk, known))
    snapshot(desk, following)
    with warehouse.connect(desk) as con:
        assert contents(con) == written[following]


def test_a_column_of_an_unfinished_run_is_taken_back(
    desk: Settings, written: dict[str, dict[str, Any]]
) -> None:
    """Killed after its snapshots: rewinding rows is not enough where they brought a column."""
    with warehouse.connect(desk) as con:
        history.rebuild(con, desk, chain(desk, "2026T2"))
    snapshot(desk, "2026T3")
    snapshot(desk, "2026T3")
    with warehouse.connect(desk) as con:
        assert contents(con) != written["2026T3"]
        assert history.continue_from(con, desk, chain(desk, "2026T2")[-1])
        assert contents(con) == written["2026T2"]
    snapshot(desk, "2026T3")
    with warehouse.connect(desk) as con:
        assert contents(con) == written["2026T3"]


def test_an_encrypted_home_has_the_same_history(
    written: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    settings = settings_of(tmp_path / "home", "kunci-uji")
    with warehouse.connect(settings) as con:
        lay(con, settings)
        history.rebuild(con, settings, chain(settings, "2026T4"))
        assert contents(con) == written["2026T4"]


def test_the_histories_are_those_of_the_dbt_project(manifest: dict[str, Any]) -> None:
    """What a replay takes for granted about the snapshots."""
    found = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] != "snapshot":
            continue
        config = node["config"]
        assert (config["strategy"], config["check_cols"]) == ("check", "all")
        assert config["hard_deletes"] == "invalidate"
        assert not config["snapshot_meta_column_names"] or not any(
            config["snapshot_meta_column_names"].values()
        )
        assert node["schema"] == "history"
        (source,) = node["depends_on"]["nodes"]
        found[node["name"]] = (source.split(".")[-1].removeprefix("beku_"), config["unique_key"])
    assert found == {item.name: (item.table, item.key) for item in HISTORIES}
    assert {item.table: item.key for item in HISTORIES} == history_made.KEYS
