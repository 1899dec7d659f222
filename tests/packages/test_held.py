"""A held package: discarded, killed half-way, in the hands of two officials at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from dagster_dtsen import journal, package_release
from dagster_dtsen.envelope import manifest
from dagster_dtsen.parcels import ledger
from dagster_dtsen.settings import Settings
from tests.packages.acts import build, let_go, refused
from tests.packages.small_register import World, grant


def test_a_held_package_blocks_the_next_until_it_is_discarded(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    package = build(place, izin)
    refused(lambda: build(place, izin), "discard")
    for reason in ("  ", "lihat 3201234567890123"):
        refused(
            lambda reason=reason: package_release.discard(  # type: ignore[misc]
                place.settings, package.id, reason, place.moment
            ),
            "reason",
        )
    gone = package_release.discard(place.settings, package.id, "salah wilayah", place.moment)
    assert gone.state == ledger.DISCARDED
    assert not gone.folder(place.settings).exists()
    assert not gone.rows_dir(place.settings).exists()
    again = let_go(place, build(place, izin))
    assert (again.id, again.facts["nomor"]) == (f"{izin}.0001-2", 1)
    third = build(place, izin)
    told = manifest.read((third.folder(place.settings) / manifest.MANIFEST).read_bytes())
    assert (told.about.nomor, told.about.paket_sebelum) == (2, again.id)


def test_a_kill_between_the_move_and_its_note_is_no_harm(place: World) -> None:
    package = build(place, grant(place, "bpkp", "kementerian"))
    held = package.folder(place.settings)
    held.rename(place.settings.packages_dir / package.id)
    assert let_go(place, package).state == ledger.RELEASED


def test_discarding_takes_also_what_a_kill_left_ready_to_be_taken(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    package = build(place, izin)
    ready = place.settings.packages_dir / package.id
    package.folder(place.settings).rename(ready)
    package_release.discard(place.settings, package.id, "keliru", place.moment)
    assert not ready.exists()
    assert not package.rows_dir(place.settings).exists()
    assert not (place.settings.packages_dir / ledger.HELD / package.id).exists()
    assert build(place, izin).id == f"{izin}.0001-2"


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_killed_discard_is_made_up_for(
    place: World, monkeypatch: pytest.MonkeyPatch, at: int, moved: bool
) -> None:
    """Killed before the first folder, before the second, before the note."""
    package = build(place, grant(place, "bpkp", "kementerian"))
    settings, ready = place.settings, place.settings.packages_dir / package.id
    if moved:
        package.folder(settings).rename(ready)
    calls, remove = [0], shutil.rmtree

    class Killed(BaseException):
        """Stands for kill -9."""

    def step(act: Any) -> Any:
        def dying(*given: Any, **more: Any) -> Any:
            calls[0] += 1
            if calls[0] == at:
                raise Killed
            return act(*given, **more)

        return dying

    with monkeypatch.context() as context:
        context.setattr(shutil, "rmtree", step(remove))
        context.setattr(ledger, "note", step(ledger.note))
        with pytest.raises(Killed):
            package_release.discard(settings, package.id, "keliru", place.moment)
    assert not (ready / manifest.MANIFEST).exists()
    refused(lambda: let_go(place, package), "manifes", "E-PAKET-RUSAK")
    gone = package_release.discard(settings, package.id, "keliru", place.moment)
    assert gone.state == ledger.DISCARDED
    held = settings.packages_dir / ledger.HELD / package.id
    assert not [path for path in (ready, held, package.rows_dir(settings)) if path.exists()]


@pytest.mark.parametrize("second", ["release", "discard"])
def test_of_two_officials_at_once_the_second_is_told_that_it_is_gone(
    place: World, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    package = build(place, grant(place, "bpkp", "kementerian"))
    settings, lock = place.settings, ledger.one_at_a_time

    @contextmanager
    def just_late(settings: Settings, izin: str) -> Iterator[None]:
        """The first one is through between the second one's look and its lock."""
        monkeypatch.setattr(ledger, "one_at_a_time", lock)
        let_go(place, package)
        with lock(settings, izin):
            yield

    monkeypatch.setattr(ledger, "one_at_a_time", just_late)
    if second == "release":
        refused(lambda: let_go(place, package), "sudah dilepas")
    else:
        refused(
            lambda: package_release.discard(settings, package.id, "keliru", place.moment),
            "sudah dilepas",
        )
    kinds = [line["jenis"] for line in journal.entries(settings.packages_log)]
    assert kinds == [ledger.BUILT, ledger.RELEASED]
    assert package.rows_dir(settings).is_dir()
    assert (settings.packages_dir / package.id / manifest.MANIFEST).is_file()
