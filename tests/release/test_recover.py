"""What a killed run leaves behind is cleared, and a publication it had begun is finished."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import store, tombstones
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from tests.release.hand_made import KEY, Seen, build, look, publish, settings_of

NEXT = ReleaseId.parse("2026T2")


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def interrupt(
    settings: Settings, patch: pytest.MonkeyPatch, place: str, name: str, after: bool = False
) -> None:
    """Build 2026T2 on 2026T1 and die at the ``name`` of ``place``, before or after doing it."""
    module = {"publish": publishing, "tombstones": tombstones}[place]
    original: Callable[..., object] = getattr(module, name)

    def dying(*arguments: object, **options: object) -> None:
        if after:
            original(*arguments, **options)
        raise Killed

    with patch.context() as context:
        context.setattr(module, name, dying)
        with pytest.raises(Killed):
            publish(settings, str(NEXT))


def test_a_quiet_home_needs_nothing(settings: Settings) -> None:
    publish(settings, "2026T1")
    publishing.recover(settings)  # temporary folders of the run just finished
    before = files(settings.root)
    assert publishing.recover(settings) == []
    assert files(settings.root) == before
    assert look(settings).release == "2026T1"


def test_an_empty_home_needs_nothing(settings: Settings) -> None:
    assert publishing.recover(settings) == []
    assert publishing.published(settings) is None


def test_a_half_built_release_is_cleared_and_built_anew(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "home", KEY)
    publish(settings, "2026T1")
    build(settings, "2026T2", mark="SETENGAH")
    shutil.rmtree(store.build_dir(settings, NEXT) / "hasil")
    assert ".bangun" in publishing.recover(settings)
    assert not store.build_dir(settings, NEXT).exists()
    assert look(settings) == Seen("2026T1", frozenset({"2026T1"}))
    publish(settings, "2026T2")
    assert look(settings) == Seen("2026T2", frozenset({"2026T2"}))


@pytest.mark.parametrize(
    ("place", "name", "after", "release"),
    [
        ("publish", "write_json", False, "2026T1"),
        ("publish", "sync_tree", True, "2026T1"),
        ("publish", "complete", False, "2026T1"),
        ("publish", "complete", True, "2026T2"),
        ("publish", "point_readers", False, "2026T2"),
        ("publish", "point_readers", True, "2026T2"),
        ("tombstones", "bury", True, "2026T2"),
    ],
)
def test_a_publication_is_undone_before_the_rename_and_finished_after_it(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    name: str,
    after: bool,
    release: str,
) -> None:
    publish(settings, "2026T1")
    interrupt(settings, monkeypatch, place, name, after)
    # a reader before recovery sees a whole release, the old or the new one
    seen = look(settings)
    assert seen.marks == {seen.release}
    publishing.recover(settings)
    assert look(settings) == Seen(release, frozenset({release}))
    assert [item.name for item in store.stored(settings)][-1] == f"{release}.v1"
    assert not list(settings.root.glob("*.baru*"))
    assert not (settings.releases_dir / ".bangun").exists()
    assert publishing.recover(settings) == []
    if release == "2026T1":
        publish(settings, "2026T2")
        assert look(settings) == Seen("2026T2", frozenset({"2026T2"}))
    else:
        assert len(verify_seals(settings)) == 2


def test_the_first_release_of_a_home_is_finished_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "point_readers", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            publish(settings, "2026T1")
    assert publishing.published(settings) is None
    assert "terbit.duckdb" in publishing.recover(settings)
    assert look(settings) == Seen("2026T1", frozenset({"2026T1"}))


def test_a_file_left_beside_the_readers_file_is_removed(settings: Settings) -> None:
    publish(settings, "2026T1")
    left = [settings.root / name for name in ("terbit.duckdb.baru", "terbit.duckdb.baru.wal")]
    for path in left:
        path.write_bytes(b"half a file")
    publishing.recover(settings)
    assert not any(path.exists() for path in left)
    assert look(settings).release == "2026T1"


def test_scratch_and_spill_of_a_killed_run_are_wiped(settings: Settings) -> None:
    for folder in (settings.scratch_dir, settings.spill_dir / "dalam"):
        folder.mkdir(parents=True)
        (folder / "sisa.tmp").write_text("nama orang")
    assert set(publishing.recover(settings)) == {"kerja", "tumpahan"}
    assert not list(settings.root.rglob("sisa.tmp"))
