"""An erasure reaches what a stopped change of the key has prepared under the new one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import erasures, rotation, rotation_state, warehouse
from dagster_dtsen.release import acts, tombstones
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import erasures as entered
from dagster_dtsen.steward.acts import draft
from tests.release.hand_made import settings_of
from tests.release.keyed_home import NEW, OLD, few_tables, make, opens, rotating


class Killed(BaseException):
    """Stands for kill -9."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home whose key was being changed: all is prepared, nothing settled."""
    few_tables(monkeypatch)
    made = make(tmp_path / "home", OLD)

    def dying(settings: Settings, now: str, done: list[str] | None = None) -> None:
        if now == rotation_state.SWAPPING:
            raise Killed
        rotation_state.write_state(settings, now, done)

    with monkeypatch.context() as context:
        context.setattr(rotation, "write_state", dying)
        with pytest.raises(Killed):
            rotation.rotate(rotating(made, OLD, NEW))
    assert rotation_state.state(made) == rotation_state.PREPARING
    return made


def enter(settings: Settings) -> None:
    """An erasure to be carried out in a home whose working file is lost."""
    isi = entered.keep(settings, "0" * 64, [("nik", "1" * 64)])
    about = {"alasan": "permohonan warga", "oleh": "petugas", "tanggal": "2026-07-02"}
    item = draft(entered.Erasure, entered.BAD, **about, individu=1, isi=isi)
    entered.enter(settings, item)
    warehouse.remove_database(settings.warehouse_file)


def test_prepared_copies_go_and_the_next_change_begins_anew(home: Settings) -> None:
    copies = {path.parts[-1] for path in (home.rotation_dir / "baru").iterdir()}
    assert {"rilis", "arsip", "keputusan", "gudang.duckdb"} <= copies
    enter(home)
    assert len(erasures.carry_out(home)) == 1
    assert not home.rotation_dir.exists()
    assert rotation.rotate(rotating(home, OLD, NEW))
    names = {"2026T1.v1", "2026T2.v1"}
    assert set(verify_seals(settings_of(home.root, NEW), every=True)) == names


def test_the_erasure_is_not_ended_before_they_are_gone(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(home)

    def dying(path: Path) -> None:
        home.rotation_journal.unlink()
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(shutil, "rmtree", dying)
        with pytest.raises(Killed):
            erasures.carry_out(home)
    assert len(entered.unfinished(home)) == 1
    assert len(erasures.carry_out(home)) == 1
    assert not home.rotation_dir.exists()


@pytest.mark.parametrize("state", [rotation_state.SWAPPING, rotation_state.CLEARING])
def test_a_settled_change_is_left_to_be_ended(home: Settings, state: str) -> None:
    rotation_state.write_state(home, state)
    rotation_state.abandon(home)
    assert (home.rotation_dir / "baru" / "rilis").is_dir()


def test_without_an_erasure_nothing_is_thrown_away(home: Settings) -> None:
    assert erasures.carry_out(home) == []
    assert (home.rotation_dir / "baru" / "rilis").is_dir()


def test_a_version_that_is_destroyed_later_goes_from_there_too(home: Settings) -> None:
    copies = home.rotation_dir / "baru" / "rilis"
    shutil.copytree(copies / "2026T2.v1", copies / "2026T2.v1.baru")
    more: dict[str, Any] = {"penghapusan": "a1", "individu": 1}
    acts.enter(home, acts.ERASE, "2026T2", "permohonan warga", "petugas", **more)
    assert tombstones.bury(home, now=True) == ["2026T2.v1"]
    assert [path.name for path in copies.iterdir()] == ["2026T1.v1"]
    assert rotation.rotate(rotating(home, OLD, NEW))
    assert not opens(home, OLD)
