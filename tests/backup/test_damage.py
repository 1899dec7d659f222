"""A damaged backup is refused by code, and nothing is half restored."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen import backups
from dagster_dtsen.backup import repository
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings
from tests.backup.homes import opened, refused

Harm = Callable[[Path], None]


def pieces(place: Path) -> list[Path]:
    """Stored pieces of the newest generation, the largest first."""
    found = opened(place)
    entries = sorted(found.index().entries, key=lambda item: -item.byte)
    return [found.piece(entry.piece) for entry in entries]


def cut(place: Path) -> None:
    path = pieces(place)[0]
    path.write_bytes(path.read_bytes()[:-1])


def flip(place: Path) -> None:
    path = pieces(place)[0]
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 4
    path.write_bytes(text)


def lose(place: Path) -> None:
    pieces(place)[-1].unlink()


def swap(place: Path) -> None:
    first, second, *_ = pieces(place)
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def other_list(place: Path) -> None:
    folder = place / repository.INDEXES
    (folder / "2").write_bytes((folder / "1").read_bytes())


def no_list(place: Path) -> None:
    (place / repository.INDEXES / "2").unlink()


@pytest.mark.parametrize("harm", [cut, flip, lose, swap, other_list, no_list])
def test_a_damaged_backup_is_refused_and_nothing_is_half_restored(
    saved: Path, target: Settings, harm: Harm
) -> None:
    harm(saved)
    refused(target, saved, "E-CADANGAN-RUSAK")
    with pytest.raises(DtsenError, match="E-CADANGAN-RUSAK"):
        backups.verify(target, saved)


def test_an_open_backup_is_held_to_its_hashes(
    settings: Settings, place: Path, target: Settings
) -> None:
    backups.backup(settings, place, plain=True)
    found = opened(place, None)
    first, second, *_ = sorted(found.index().entries, key=lambda item: -item.byte)
    path = found.piece(first.piece)
    text = path.read_bytes()
    for other in (text[:-1], text[:-1] + b"?", found.piece(second.piece).read_bytes()):
        path.write_bytes(other)
        refused(target, place, "E-CADANGAN-RUSAK", plain=True)
    path.write_bytes(text)
    backups.restore(target, place, plain=True)


def test_the_older_generation_is_not_harmed_by_a_lost_list(saved: Path, target: Settings) -> None:
    no_list(saved)
    backups.restore(target, saved, 1)
    assert (target.root / "model/linkage.json").read_bytes() == b"{}"


def test_a_list_with_other_releases_than_its_files_is_refused(
    settings: Settings, saved: Path, target: Settings
) -> None:
    found = opened(saved)
    index = found.index()
    forged = dataclasses.replace(index, number=3, releases={"2026T1.v1": "0" * 64})
    found.commit(forged)
    refused(target, saved, "E-CADANGAN-RUSAK")


def test_a_manifest_that_does_not_fit_its_files_is_refused(
    settings: Settings, saved: Path, target: Settings
) -> None:
    """As when a release was changed with its manifest before the backup was made."""
    found = opened(saved)
    (stored, *_) = store.versions(settings)
    table = next(iter(stored.manifest["lapisan"]["snapshot"].values()))
    table["berkas"][0]["sha256"] = "0" * 64
    write_json(stored.path / store.MANIFEST, stored.manifest)
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        backups.backup(settings, saved.with_name("lain"))
    index = found.index()
    with (stored.path / store.MANIFEST).open("rb") as handle:
        written, aside, name = found.put(handle)
    found.settle(aside, name)
    entries = tuple(
        dataclasses.replace(
            entry, byte=written.size, sha256=written.sha256, piece=name,
            stored=written.stored, frame=written.frame,
        )
        if entry.path == "rilis/2026T1.v1/manifest.json" else entry
        for entry in index.entries
    )  # fmt: skip
    found.commit(dataclasses.replace(index, number=3, entries=entries))
    refused(target, saved, "E-SEGEL-RUSAK")
