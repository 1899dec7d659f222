"""Transit is purged by rule, and only what the archive keeps whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen import journal
from dagster_dtsen.reception import archive
from dagster_dtsen.reception.purge import purge
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk, csv_file

SENT = dt.date(2026, 2, 10)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", landing=tmp_path / "landing", db_key=None)


@pytest.fixture
def folder(desk: Desk) -> Path:
    target = desk.deliver(csv_file("1,a,b"))
    desk.receive()
    return target


def delivery(desk: Desk) -> str:
    return str(desk.rows("select _delivery from ledger.kiriman")[0][0])


def test_a_published_archived_delivery_leaves_transit_and_the_act_is_logged(
    desk: Desk, folder: Path
) -> None:
    (item,) = purge(desk.settings, {delivery(desk)}, SENT)
    assert item.reason is None
    assert not folder.exists()
    acts = [entry["tindakan"] for entry in journal.entries(desk.settings.archive_log)]
    assert acts == ["arsip", "hapus_transit"]
    assert purge(desk.settings, {delivery(desk)}, SENT) == []
    assert desk.receive().refused == {}  # nothing is left that could be refused


def spoil_archive(desk: Desk, folder: Path) -> None:
    sha256 = str(desk.rows("select sha256 from ledger.berkas")[0][0])
    path = archive.path_of(desk.settings, sha256)
    path.chmod(0o640)
    path.write_bytes(b"lain")


def empty_archive(desk: Desk, folder: Path) -> None:
    sha256 = str(desk.rows("select sha256 from ledger.berkas")[0][0])
    archive.path_of(desk.settings, sha256).unlink()


def change_file(desk: Desk, folder: Path) -> None:
    (folder / "orang.csv").write_bytes(b"nik,nama,kota\n9,z,z\n")


def add_file(desk: Desk, folder: Path) -> None:
    (folder / "catatan.txt").write_text("belum diarsipkan")


@pytest.mark.parametrize("fault", [spoil_archive, empty_archive, change_file, add_file])
def test_what_the_archive_does_not_hold_whole_stays(
    desk: Desk, folder: Path, fault: Callable[[Desk, Path], None]
) -> None:
    fault(desk, folder)
    before = sorted(path.name for path in folder.iterdir())
    (item,) = purge(desk.settings, {delivery(desk)}, SENT)
    assert item.reason
    assert sorted(path.name for path in folder.iterdir()) == before
    assert len(journal.entries(desk.settings.archive_log)) == 1


def test_what_is_young_unpublished_or_only_looked_at_stays(desk: Desk, folder: Path) -> None:
    name = delivery(desk)
    (young,) = purge(desk.settings, {name}, SENT - dt.timedelta(days=1))
    (unpublished,) = purge(desk.settings, set(), SENT)
    (shown,) = purge(desk.settings, {name}, SENT, dry_run=True)
    assert young.reason
    assert unpublished.reason
    assert shown.reason is None
    assert folder.exists()


def test_a_stopped_purge_is_finished_by_the_next(desk: Desk, folder: Path) -> None:
    (folder / "orang.csv").unlink()
    (item,) = purge(desk.settings, {delivery(desk)}, SENT)
    assert item.reason is None
    assert not folder.exists()
