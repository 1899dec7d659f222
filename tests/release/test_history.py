"""The record of what the history is made of: continued or replaced, all or nothing."""

from __future__ import annotations

import json

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import history, store
from dagster_dtsen.release import replay as replaying
from dagster_dtsen.settings import Settings
from tests.release.hand_made import publish, renamed
from tests.release.history_made import RELEASES, contents, lay

TABLE = "history.riwayat_individu"


def stored(settings: Settings, name: str) -> store.StoredRelease:
    return store.named(settings, name)


def chain(settings: Settings, name: str) -> list[store.StoredRelease]:
    return history.chain_of(settings, stored(settings, name))


def refused(code: str, settings: Settings, name: str) -> None:
    with pytest.raises(DtsenError) as caught:
        chain(settings, name)
    assert caught.value.kind.code == code


def test_the_chain_follows_the_bases_that_manifests_name(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings, ["2026T1", "2026T2"])
    lay(con, settings, ["2026T1"], version=2)
    lay(con, settings, ["2026T3"], base="2026T2.v1")
    # not the newest version per quarter
    assert [item.name for item in chain(settings, "2026T3")] == [
        "2026T1.v1",
        "2026T2.v1",
        "2026T3.v1",
    ]
    assert [item.name for item in chain(settings, "2026T1")] == ["2026T1.v2"]
    assert history.chain_of(settings, None) == []


def test_a_base_that_is_not_stored_or_not_earlier_is_refused(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings, ["2026T2"], base="2026T1.v1")
    refused("E-VERSI-TIADA", settings, "2026T2")
    lay(con, settings, ["2026T3"], base="2026T3.v1")
    refused("E-RANTAI-PUTUS", settings, "2026T3")


def test_a_lost_history_is_replayed_once(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings)
    base = stored(settings, "2026T3")
    assert history.continue_from(con, settings, base)
    before = contents(con)
    assert [name for name, _ in history.held(con)] == ["2026T1.v1", "2026T2.v1", "2026T3.v1"]
    assert not history.continue_from(con, settings, base)
    assert contents(con) == before


@pytest.mark.parametrize("loss", [f"drop table {TABLE}", f"alter table {TABLE} drop column sah"])
def test_a_history_without_a_table_or_column_is_replayed(
    con: duckdb.DuckDBPyConnection, settings: Settings, loss: str
) -> None:
    lay(con, settings)
    base = stored(settings, "2026T3")
    history.continue_from(con, settings, base)
    before = contents(con)
    con.execute(loss)
    assert history.continue_from(con, settings, base)
    assert contents(con) == before


def test_a_history_of_another_version_is_replaced(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings, ["2026T1", "2026T2"])
    history.continue_from(con, settings, stored(settings, "2026T2"))
    old = contents(con)
    # the second version of the second quarter holds what the fourth does
    lay(con, settings, ["2026T4"], base="2026T1.v1")
    (settings.releases_dir / "2026T4.v1").rename(settings.releases_dir / "2026T2.v2")
    renamed(settings.releases_dir / "2026T2.v2", "2026T2.v2")
    base = stored(settings, "2026T2")
    assert base.name == "2026T2.v2"
    assert history.continue_from(con, settings, base)
    assert history.held(con)[-1] == ("2026T2.v2", base.manifest["sidik"]["rilis"])
    assert contents(con) != old


def test_a_release_of_the_same_name_with_other_contents_is_not_taken_for_it(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings, ["2026T1"])
    history.continue_from(con, settings, stored(settings, "2026T1"))
    con.execute("update kendali.riwayat set sidik = repeat('0', 64)")
    assert history.continue_from(con, settings, stored(settings, "2026T1"))


def test_the_first_release_of_a_home_has_no_history_before_it(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    assert not history.continue_from(con, settings, None)
    lay(con, settings, ["2026T1"])
    history.rebuild(con, settings, chain(settings, "2026T1"))
    assert history.continue_from(con, settings, None)
    assert history.held(con) == []
    assert con.execute("from duckdb_tables() where schema_name = 'history'").fetchall() == []


def test_later_releases_leave_the_record_and_are_taken_back_by_the_snapshots(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings)
    history.rebuild(con, settings, chain(settings, "2026T2"))
    assert not history.continue_from(con, settings, stored(settings, "2026T1"))
    assert [name for name, _ in history.held(con)] == ["2026T1.v1"]


def test_a_release_is_recorded_only_on_the_history_of_its_base(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings)
    first, second, third = (stored(settings, name).manifest for name in RELEASES[:3])
    history.grow(con, settings, second)
    assert history.held(con) == []
    for manifest in (first, second):
        history.grow(con, settings, manifest)
    assert history.held(con) == [
        ("2026T1.v1", first["sidik"]["rilis"]),
        ("2026T2.v1", second["sidik"]["rilis"]),
    ]
    con.execute("delete from kendali.riwayat where urut = 2")
    history.grow(con, settings, third)
    assert [name for name, _ in history.held(con)] == ["2026T1.v1"]


def test_publication_records_the_release(settings: Settings) -> None:
    for name in ("2026T1", "2026T2"):
        publish(settings, name)
    with warehouse.connect(settings) as con:
        assert [name for name, _ in history.held(con)] == ["2026T1.v1", "2026T2.v1"]


def test_a_changed_release_file_is_refused_and_the_history_stays(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    lay(con, settings)
    history.rebuild(con, settings, chain(settings, "2026T2"))
    before, held = contents(con), history.held(con)
    path = settings.releases_dir / "2026T3.v1/snapshot/keluarga/data.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DtsenError) as caught:
        history.rebuild(con, settings, chain(settings, "2026T3"))
    assert caught.value.kind.code == "E-SEGEL-RUSAK"
    assert "snapshot.keluarga" in caught.value.message
    assert (contents(con), history.held(con)) == (before, held)


@pytest.mark.parametrize("step", ["_close", "_open"])
def test_a_replay_that_stops_leaves_the_history_as_it_was(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    lay(con, settings)
    history.rebuild(con, settings, chain(settings, "2026T2"))
    before, held = contents(con), history.held(con)

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(replaying, step, dying)
    with pytest.raises(KeyboardInterrupt):
        history.rebuild(con, settings, chain(settings, "2026T3"))
    assert (contents(con), history.held(con)) == (before, held)


def test_the_record_names_no_person(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    lay(con, settings, ["2026T1"])
    history.rebuild(con, settings, chain(settings, "2026T1"))
    row = con.execute("select * from kendali.riwayat").fetchall()[0]
    assert [str(value) for value in row] == [
        "1",
        "2026T1.v1",
        "2026-03-31",
        json.loads((settings.releases_dir / "2026T1.v1/manifest.json").read_text())["sidik"][
            "rilis"
        ],
    ]
