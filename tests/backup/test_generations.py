"""Generations: what is copied, what is not copied again, what goes and what stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dagster_dtsen import backups, journal
from dagster_dtsen.backup import repository
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from tests.backup.homes import (
    LOGS,
    content,
    kept,
    opened,
    original,
    put,
    restored,
)
from tests.release.hand_made import copied


def test_the_first_backup_holds_all_that_is_kept_and_nothing_else(
    settings: Settings, place: Path
) -> None:
    before = content(settings.root)
    told = backups.backup(settings, place)
    wanted = kept(settings.root)
    assert len(wanted) > 20
    assert told["disalin"] + 0 <= told["berkas"] == len(wanted)
    assert told["generasi"] == 1
    assert set(told["rilis"]) == {"2026T1.v1", "2026T2.v1"}
    assert restored(settings, place) == wanted
    assert content(settings.root) == before


def test_return_packages_of_every_complete_version_are_kept(
    settings: Settings, place: Path
) -> None:
    copied(settings.releases_dir / "2026T1.v1", "2026T1.v2")
    put(settings.root, "pengembalian/2026T1.v2/dukcapil/a/ringkasan.json", b"{}")
    backups.backup(settings, place)
    found = restored(settings, place)
    assert found == kept(settings.root)
    folders = {name.split("/")[1] for name in found if name.startswith("pengembalian/")}
    assert folders == {"2026T1", "2026T1.v2"}


def test_nothing_is_copied_twice(settings: Settings, place: Path) -> None:
    first = backups.backup(settings, place)
    pieces = set(opened(place).names())
    second = backups.backup(settings, place)
    assert (second["generasi"], second["disalin"]) == (2, 0)
    assert second["sidik"] == first["sidik"]
    assert set(opened(place).names()) == pieces


def test_only_what_is_new_is_copied_and_old_generations_stay(
    settings: Settings, place: Path
) -> None:
    backups.backup(settings, place)
    old = kept(settings.root)
    original(settings.root, b"baru" * 500)
    journal.append(settings.root / LOGS[0], {"a": 2})
    put(settings.root, "model/linkage.json", b'{"lain": 1}')
    told = backups.backup(settings, place)
    assert told["disalin"] == 3
    assert restored(settings, place, 1) == old
    assert restored(settings, place, 2) == kept(settings.root) != old


def test_a_file_that_moved_or_lost_its_time_is_not_copied_again(
    settings: Settings, place: Path
) -> None:
    backups.backup(settings, place)
    for path in settings.archive_dir.rglob("*"):
        if path.is_file():
            path.touch()
    (settings.root / "model" / "linkage.json").rename(settings.root / "model" / "lain.json")
    assert backups.backup(settings, place)["disalin"] == 0


@pytest.mark.parametrize("harm", ["gone", "cut", "flipped"])
def test_a_stored_piece_that_is_gone_or_cut_is_copied_anew(
    settings: Settings, place: Path, harm: str
) -> None:
    """A flipped byte keeps its length: the check finds it, the next backup need not."""
    backups.backup(settings, place)
    found = opened(place)
    entry = max(found.index().entries, key=lambda item: item.byte)
    piece = found.piece(entry.piece)
    text = piece.read_bytes()
    if harm == "gone":
        piece.unlink()
    else:
        piece.write_bytes(text[:-1] if harm == "cut" else text[:-1] + b"?")
    told = backups.backup(settings, place)
    assert told["disalin"] == (0 if harm == "flipped" else 1)
    if harm == "flipped":
        with pytest.raises(DtsenError, match="E-CADANGAN-RUSAK"):
            backups.verify(settings, place, number=2)
    else:
        backups.verify(settings, place, number=2)


class Killed(BaseException):
    """Stands for kill -9."""


@pytest.mark.parametrize("moment", ["settle", "commit", "with_generations"])
def test_an_interrupted_backup_leaves_the_last_one_and_the_next_finishes(
    settings: Settings, place: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.backup(settings, place)
    old = kept(settings.root)
    original(settings.root, b"baru" * 500)
    original(settings.root, b"lagi" * 500)
    calls = []

    def dying(*_: object, **__: object) -> None:
        calls.append(1)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(repository.Repository, moment, dying)
        backups.backup(settings, place)
    assert calls
    backups.verify(settings, place)
    assert opened(place).numbers == [1]
    assert restored(settings, place) == old
    told = backups.backup(settings, place)
    assert told["generasi"] == 2
    # what had its place already is not copied again
    assert told["disalin"] == (2 if moment == "settle" else 0)
    assert list((place / repository.ASIDE).iterdir()) == []
    assert restored(settings, place, 2) == kept(settings.root)
    backups.backup(settings, place, keep=1)
    used = {entry.piece for entry in opened(place).index().entries}
    assert set(opened(place).names()) == used


def test_two_backups_into_one_folder_are_refused(settings: Settings, place: Path) -> None:
    with repository.writing(place):
        with pytest.raises(DtsenError, match="E-SEDANG-BERJALAN"):
            backups.backup(settings, place)
        with pytest.raises(DtsenError, match=r"E-SEDANG-BERJALAN"):
            backups.verify(settings, place)
    backups.backup(settings, place)
    with repository.reading(place), repository.reading(place):
        backups.verify(settings, place)
        with pytest.raises(DtsenError, match="E-SEDANG-BERJALAN"):
            backups.backup(settings, place)


def test_a_folder_with_other_things_or_inside_the_home_is_refused(
    settings: Settings, place: Path
) -> None:
    put(place, "surat.txt", b"x")
    with pytest.raises(DtsenError, match="E-CADANGAN-GAGAL"):
        backups.backup(settings, place)
    assert content(place) == {"surat.txt": b"x", repository.LOCK: b""}
    with pytest.raises(DtsenError, match="E-CADANGAN-GAGAL"):
        backups.backup(settings, settings.root / "arsip" / "cadangan")
    assert not (settings.root / "arsip" / "cadangan").exists()


def test_a_damaged_release_of_the_home_does_not_get_in(settings: Settings, place: Path) -> None:
    path = next((settings.releases_dir / "2026T1.v1").rglob("*.parquet"))
    text = path.read_bytes()
    path.write_bytes(text[:-1])
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        backups.backup(settings, place)
    path.write_bytes(text[:100] + bytes([text[100] ^ 1]) + text[101:])
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        backups.backup(settings, place)
    assert opened(place).numbers == []
    path.write_bytes(text)
    backups.backup(settings, place)


@pytest.mark.parametrize("dated", [True, False])
def test_what_goes_bad_after_it_was_stored_is_not_noticed_and_does_not_get_in(
    settings: Settings, place: Path, dated: bool
) -> None:
    backups.backup(settings, place)
    path = next((settings.releases_dir / "2026T1.v1").rglob("*.parquet"))
    text, state = path.read_bytes(), path.stat()
    path.write_bytes(bytes(len(text)))
    if not dated:
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert backups.backup(settings, place)["disalin"] == 0
    assert restored(settings, place)[path.relative_to(settings.root).as_posix()] == text
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        verify_seals(settings, every=True)


def test_a_full_disk_is_told_and_leaves_the_last_generation(
    settings: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.backup(settings, place)
    original(settings.root, b"baru")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(repository.Repository, "settle", full)
        with pytest.raises(DtsenError, match="No space left on device") as caught:
            backups.backup(settings, place)
    assert caught.value.kind.code == "E-CADANGAN-GAGAL"
    backups.verify(settings, place)
    assert opened(place).numbers == [1]
