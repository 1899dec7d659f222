"""Publication: readers see one whole release at every moment, before, while and after."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import store
from dagster_dtsen.release.status import status_of
from dagster_dtsen.release.tables import RESULT, TABLES, tables_of
from dagster_dtsen.settings import Settings
from tests.release.hand_made import Seen, look, look_through, publish, settings_of

READINGS = 240  # at the least; half of them anew, half through handles opened before
SWAPS = 10
SECONDS = 120  # a guard against a reader that never ends


Pair = tuple[Settings, list[store.StoredRelease]]


@pytest.fixture(scope="module")
def published_pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A home with two releases."""
    settings = settings_of(tmp_path_factory.mktemp("pair") / "home")
    return settings, [publish(settings, "2026T1"), publish(settings, "2026T2")]


@pytest.fixture
def pair(published_pair: Pair) -> Pair:
    """The same for each test: readers are pointed at the first release."""
    settings, releases = published_pair
    publishing.point_readers(settings, releases[0])
    return settings, releases


def test_a_published_release_is_what_readers_see(any_settings: Settings) -> None:
    assert publishing.published(any_settings) is None
    publish(any_settings, "2026T1")
    assert publishing.published(any_settings) == "2026T1.v1"
    assert look(any_settings) == Seen("2026T1", frozenset({"2026T1"}))


def test_a_release_has_left_the_build_folder_whole(any_settings: Settings) -> None:
    stored = publish(any_settings, "2026T1")
    assert not store.build_dir(any_settings, stored.release).exists()
    assert stored.path == any_settings.releases_dir / "2026T1.v1"
    assert sorted(path.name for path in stored.path.iterdir()) == [
        "hasil",
        "manifest.json",
        "snapshot",
    ]
    told = {
        item["nama"]
        for layer in stored.manifest["lapisan"].values()
        for table in layer.values()
        for item in table["berkas"]
    }
    there = {str(path.relative_to(stored.path)) for path in stored.path.rglob("*.parquet")}
    assert there == told


def test_the_marts_stand_in_the_main_schema_too(pair: Pair) -> None:
    settings, releases = pair
    with warehouse.connect(
        settings, database=settings.root / "terbit.duckdb", read_only=True
    ) as con:
        for table in tables_of(RESULT):
            assert con.execute(f"select count(*) from main.{table.name}").fetchall() == [(8,)]
        sidik = con.execute("select sidik from main.rilis").fetchall()[0][0]
    assert sidik == releases[0].manifest["sidik"]["rilis"]


def test_the_working_file_shows_the_release_published_last(pair: Pair) -> None:
    settings, _ = pair
    with warehouse.connect(settings) as con:
        for table in TABLES:
            query = f"select distinct tanda from {table.layer}.{table.name}"
            assert con.execute(query).fetchall() == [("2026T2",)]


def test_a_second_release_leaves_the_first_as_it_is(settings: Settings) -> None:
    first = publish(settings, "2026T1")
    before = {path: path.read_bytes() for path in first.path.rglob("*") if path.is_file()}
    publish(settings, "2026T2")
    after = {path: path.read_bytes() for path in first.path.rglob("*") if path.is_file()}
    assert after == before
    assert look(settings) == Seen("2026T2", frozenset({"2026T2"}))
    assert status_of(settings)["releases"] == ["2026T1.v1", "2026T2.v1"]


def test_pointing_back_shows_the_older_release_and_deletes_nothing(pair: Pair) -> None:
    settings, releases = pair
    for number, name in ((1, "2026T2"), (0, "2026T1")):
        publishing.point_readers(settings, releases[number])
        assert look(settings) == Seen(name, frozenset({name}))
    assert len(store.stored(settings)) == 2


def test_the_summary_tells_changes_against_the_base(settings: Settings) -> None:
    publish(settings, "2026T1", rows=6)
    changes = publish(settings, "2026T2", rows=9).manifest["ringkasan"]["perubahan"]
    assert changes["dasar"] == "2026T1.v1"
    assert (changes["individu_masuk"], changes["individu_keluar"]) == (3, 0)
    assert (changes["keluarga_masuk"], changes["keluarga_keluar"]) == (3, 0)
    assert (changes["desil_turun"], changes["desil_naik"], changes["desil_tetap"]) == (0, 0, 5)


def test_no_release_is_an_error_a_person_can_act_on(settings: Settings) -> None:
    with pytest.raises(DtsenError) as caught:
        status_of(settings)
    assert caught.value.kind.code == "E-RILIS-TIADA"


def test_readers_never_see_a_mix_or_an_error_while_releases_are_swapped(
    pair: Pair, tmp_path: Path
) -> None:
    """Processes that open anew at every reading and hold one handle from before."""
    settings, releases = pair
    script, target = Path(__file__).with_name("reader.py"), settings.root / "terbit.duckdb"
    ready, enough = [tmp_path / "ready1", tmp_path / "ready2"], tmp_path / "enough"
    readers = [
        subprocess.Popen(
            [sys.executable, str(script), str(target), str(sign), str(enough), str(READINGS // 4)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for sign in ready
    ]
    swaps, limit = 0, time.monotonic() + SECONDS
    try:
        while any(reader.poll() is None for reader in readers):
            assert time.monotonic() < limit
            if all(sign.exists() for sign in ready):
                swaps += 1
                publishing.point_readers(settings, releases[swaps % 2])
                if swaps == SWAPS:
                    enough.touch()
            time.sleep(0.01)
        told = [json.loads(reader.communicate()[0]) for reader in readers]
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
    for item in told:
        assert item["errors"] == []
        assert item["mixes"] == []
        assert sorted(item["seen"]) == ["2026T1", "2026T2"]
        assert item["held"] == [["2026T1"]]
    assert swaps >= SWAPS


def test_a_handle_of_this_process_keeps_its_release_while_the_file_is_swapped(pair: Pair) -> None:
    settings, releases = pair
    target = settings.root / "terbit.duckdb"
    with warehouse.connect(settings, database=target, read_only=True) as held:
        publishing.point_readers(settings, releases[1])
        assert look_through(held) == Seen("2026T1", frozenset({"2026T1"}))
        assert look(settings) == Seen("2026T2", frozenset({"2026T2"}))


def test_the_readers_file_is_closed_to_writing(pair: Pair) -> None:
    settings, _ = pair
    target = settings.root / "terbit.duckdb"
    with (
        warehouse.connect(settings, database=target, read_only=True) as con,
        pytest.raises(duckdb.InvalidInputException),
    ):
        con.execute("create table main.lain (a integer)")
