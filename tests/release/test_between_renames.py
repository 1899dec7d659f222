"""Killed between the rename of a release and what follows it: readers, and the working file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of, assemble, store, tombstones, versions
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.status import status_of
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.release.hand_made import Seen, build, look, publish

T1 = ReleaseId.parse("2026T1")


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def dying(*_: object, **__: object) -> None:
    raise Killed


def rebuilt_until(settings: Settings, patch: pytest.MonkeyPatch, place: object, name: str) -> None:
    """The newest quarter built anew, dead before ``name`` of the module ``place``."""
    publish(settings, "2026T1")
    versions.request(settings, T1, "kiriman dicabut", "petugas")
    with patch.context() as context:
        context.setattr(place, name, dying)
        with pytest.raises(Killed):
            publish(settings, "2026T1", mark="ulang")
    assert (settings.releases_dir / "2026T1.v2").is_dir()


def shown(settings: Settings) -> set[str]:
    """Marks of the rows that the views of the working file show."""
    with warehouse.connect(settings, read_only=True) as con:
        return {
            row[0]
            for table in TABLES
            for row in con.execute(
                f"select distinct tanda from {table.layer}.{table.name}"
            ).fetchall()
        }


def told(settings: Settings) -> tuple[str, int, str | None]:
    found = status_of(settings)
    return found["release"], found["version"], found["pending"]


def states(settings: Settings) -> dict[str, str]:
    return {row["rilis"]: row["keadaan"] for row in versions.states(settings)}


def test_between_both_renames_every_reader_has_a_whole_release(
    any_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = any_settings
    rebuilt_until(settings, monkeypatch, publishing, "point_readers")
    assert look(settings) == Seen("2026T1", frozenset({"2026T1"}))
    release, version, pending = told(settings)
    assert (release, version) == ("2026T1", 1)
    assert pending is not None
    assert "2026T1.v2" in pending
    assert "dtsen run" in pending
    assert states(settings) == {"2026T1.v1": "terbit", "2026T1.v2": "menunggu"}
    # a quarter by name is its version in use, whole too
    with as_of.opened(settings, "2026T1") as found:
        assert found.stored.name == "2026T1.v2"
        assert as_of.verify(found) == len(TABLES)
    assert look(settings).marks == {"2026T1"}, "looking changes nothing"
    assert "terbit.duckdb" in publishing.recover(settings)
    assert told(settings) == ("2026T1", 2, None)
    assert states(settings) == {"2026T1.v1": "digantikan", "2026T1.v2": "terbit"}
    assert look(settings) == Seen("2026T1", frozenset({"ulang"}))


def test_a_rollback_that_was_killed_is_told_until_it_is_ended(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    with monkeypatch.context() as context:
        context.setattr(publishing, "point_readers", dying)
        with pytest.raises(Killed):
            versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    release, _, pending = told(settings)
    assert release == "2026T2"
    assert pending is not None
    assert "2026T1.v1" in pending
    assert states(settings) == {"2026T1.v1": "menunggu", "2026T2.v1": "terbit"}
    publishing.recover(settings)
    assert states(settings) == {"2026T1.v1": "terbit", "2026T2.v1": "ditarik"}
    assert told(settings) == ("2026T1", 1, None)


def test_a_readers_file_of_a_release_that_is_not_there_is_no_release(settings: Settings) -> None:
    stored = publish(settings, "2026T1")
    stored.path.rename(stored.path.with_name("hilang"))
    with pytest.raises(DtsenError, match="E-RILIS-TIADA"):
        status_of(settings)


@pytest.mark.parametrize("name", ["point_readers", "bury"])
def test_the_working_file_shows_the_release_and_not_its_build_folder(
    any_settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings = any_settings
    place = publishing if name == "point_readers" else tombstones
    rebuilt_until(settings, monkeypatch, place, name)
    assert not store.build_dir(settings, T1).exists()
    (said,) = [item for item in publishing.recover(settings) if "gudang" in item]
    assert said == "gudang.duckdb → 2026T1.v2"
    assert shown(settings) == {"ulang"}
    assert publishing.recover(settings) == []


def test_views_of_a_release_that_was_not_finished_are_left_to_its_next_run(
    settings: Settings,
) -> None:
    publish(settings, "2026T1")
    build(settings, "2026T2")
    assert publishing.recover(settings) == [".bangun"]
    content = build(settings, "2026T2", mark="lagi")
    assemble.publish(settings, ReleaseId.parse("2026T2"), content)
    assert shown(settings) == {"lagi"}


def test_a_damaged_release_is_not_shown_to_readers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rebuilt_until(settings, monkeypatch, publishing, "point_readers")
    lost = next((settings.releases_dir / "2026T1.v2").rglob("*.parquet"))
    lost.rename(tmp_path / "hilang.parquet")
    for act in (publishing.recover, publishing.finish):
        with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
            act(settings)
    assert look(settings) == Seen("2026T1", frozenset({"2026T1"}))
