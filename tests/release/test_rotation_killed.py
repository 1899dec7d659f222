"""A change of the key that is killed anywhere: one key opens the home, the next call ends it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen import rotation, rotation_state, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.release.hand_made import settings_of
from tests.release.keyed_home import (
    NEW,
    OLD,
    OTHER,
    TABLES,
    few_tables,
    make,
    opens,
    rotating,
    told,
)
from tests.release.test_recover import Killed

# of some 120 acts; with 1 all of them, in a quarter of an hour
STRIDE = 17
# every way in which Python changes what stands in a folder
ACTS = ("rename", "replace", "unlink", "mkdir", "rmdir")


@pytest.fixture(autouse=True)
def _few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    few_tables(monkeypatch)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An encrypted home and a copy of it; views hold paths, so a copy works in its place alone."""
    with pytest.MonkeyPatch.context() as patch:
        few_tables(patch)
        home = make(tmp_path_factory.mktemp("berkunci") / "home", OLD).root
    copy = home.with_name("salinan")
    shutil.copytree(home, copy)
    return home, copy


@pytest.fixture
def fresh(template: tuple[Path, Path]) -> Callable[[], Settings]:
    """Lays the home anew."""

    def lay_anew() -> Settings:
        home, copy = template
        shutil.rmtree(home)
        shutil.copytree(copy, home)
        return settings_of(home)

    return lay_anew


class Counter:
    """Counts the acts and dies before the one with number ``last``."""

    def __init__(self, last: int | None = None) -> None:
        self.last, self.count = last, 0

    def wrap(self, act: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **options: object) -> object:
            if self.count == self.last:
                raise Killed
            self.count += 1
            return act(*arguments, **options)

        return counted

    def installed(self, patch: pytest.MonkeyPatch) -> None:
        for name in ACTS:
            patch.setattr(os, name, self.wrap(getattr(os, name)))


def rotate(home: Path, monkeypatch: pytest.MonkeyPatch, last: int | None = None) -> Counter:
    counter = Counter(last)
    with monkeypatch.context() as patch:
        counter.installed(patch)
        try:
            rotation.rotate(rotating(settings_of(home), OLD, NEW))
        except Killed:
            assert last is not None
    return counter


def check_one_key(settings: Settings, new_first: bool) -> bool:
    """Exactly one opens, in either order of trying; whether it is the new one."""
    order = (NEW, OLD) if new_first else (OLD, NEW)
    found = {key: opens(settings, key) for key in order}
    assert sorted(found.values()) == [False, True], found
    return found[NEW]


def test_killed_before_an_act_one_key_opens_and_the_next_call_ends_it(
    fresh: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = fresh()
    before = told(settings, OLD)
    total = rotate(settings.root, monkeypatch).count
    assert total > 40
    seen = set()
    for number in (*range(0, total, STRIDE), total - 1):
        settings = fresh()
        rotate(settings.root, monkeypatch, number)
        seen.add(check_one_key(settings, new_first=number % 2 == 0))
        rotate(settings.root, monkeypatch)
        assert opens(settings, NEW)
        assert told(settings, NEW) == before
        assert not settings.rotation_dir.exists()
    assert seen == {False, True}


def stopped(settings: Settings, monkeypatch: pytest.MonkeyPatch, state: str) -> Settings:
    """A home whose change was killed when the journal first said ``state``."""
    written = rotation.write_state

    def dying(own: Settings, now: str, *more: list[str]) -> None:
        written(own, now, *more)
        if now == state and (more or now != rotation_state.PREPARING):
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "write_state", dying)
        with pytest.raises(Killed):
            rotation.rotate(rotating(settings, OLD, NEW))
    return settings


def test_another_new_key_after_a_kill_starts_again(
    fresh: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = stopped(fresh(), monkeypatch, rotation_state.PREPARING)
    assert (settings.rotation_dir / "baru" / "rilis" / "2026T1.v1").exists()
    assert rotation.rotate(rotating(settings, OLD, OTHER))
    assert [opens(settings, key) for key in (OLD, NEW, OTHER)] == [False, False, True]


def test_what_was_written_is_not_written_twice(
    fresh: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = stopped(fresh(), monkeypatch, rotation_state.PREPARING)
    kept = settings.rotation_dir / "baru/rilis/2026T1.v1/manifest.json"
    before = kept.stat().st_ino
    said: list[str] = []

    def tell(part: str) -> None:
        said.append(part)
        assert kept.stat().st_ino == before

    assert rotation.rotate(rotating(settings, OLD, NEW), say=tell)
    assert said[:2] == ["rilis/2026T1.v1", "rilis/2026T2.v1"]


@pytest.mark.parametrize("state", [rotation_state.SWAPPING, rotation_state.CLEARING])
def test_after_it_is_settled_the_old_key_ends_nothing_and_opens_nothing(
    fresh: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    settings = stopped(fresh(), monkeypatch, state)
    for key in (OLD, None, OTHER):
        with pytest.raises(DtsenError) as caught:
            rotation.finish(settings_of(settings.root, key))
        assert caught.value.kind.code == "E-KUNCI-SALAH"
    # the call that was killed, once more
    assert not rotation.rotate(rotating(settings, OLD, NEW))
    assert [opens(settings, key) for key in (OLD, NEW)] == [False, True]


def test_what_was_written_since_a_stop_is_written_again(
    fresh: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = fresh()

    def dying(settings: Settings, name: str, *rest: object) -> None:
        if name == rotation_state.SWAPPING:
            raise Killed
        rotation_state.write_state(settings, name, *rest)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(rotation, "write_state", dying)
        rotation.rotate(rotating(home, OLD, NEW))
    own, changed = settings_of(home.root, OLD), home.root / TABLES[1]
    with warehouse.rekeying(own, own) as con:
        options = warehouse.parquet_options(own)
        con.execute(f"copy (select 'LAIN' as nama) to '{changed}' ({options})")
    assert rotation.rotate(rotating(home, OLD, NEW))
    own = settings_of(home.root, NEW)
    with warehouse.rekeying(own, own) as con:
        relation = warehouse.read_parquet(own, str(changed))
        assert con.execute(f"select nama from {relation}").fetchall() == [("LAIN",)]
