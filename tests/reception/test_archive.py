"""The archive of originals, the purge of transit, and a ledger that is built again from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import journal, warehouse
from dagster_dtsen.reception import archive
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk, contract, csv_file
from tests.reception.test_repeats import AGREEMENTS, TABLES, named

KEY = "kunci-uji-arsip"


@pytest.fixture(params=[None, KEY], ids=["terbuka", "bersandi"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", db_key=request.param)


def archived(settings: Settings) -> list[Path]:
    files = sorted(path for path in settings.archive_dir.rglob("*") if path.is_file())
    return [path for path in files if archive.NOTES not in path.parts]


def test_accepted_originals_lie_in_the_archive_by_hash_and_cannot_be_written(
    desk: Desk, settings: Settings
) -> None:
    file = csv_file("1,SARI MELATI,x")
    desk.deliver(file)
    desk.receive()
    (path,) = archived(settings)
    sha256 = file.entry()["sha256"]
    assert path.relative_to(settings.archive_dir).parts == (sha256[:2], sha256)
    assert path.stat().st_mode & 0o222 == 0
    assert archive.check(settings, sha256)
    assert (b"SARI" in path.read_bytes()) == (settings.secret() is None)


def test_a_refused_original_is_not_archived(desk: Desk, settings: Settings) -> None:
    desk.deliver(csv_file("1,a,b", records=5))
    desk.receive()
    assert archived(settings) == []
    assert not settings.archive_log.exists()


def test_archiving_is_logged_once(desk: Desk, settings: Settings) -> None:
    file = csv_file("1,a,b")
    desk.deliver(file)
    for _ in range(3):
        desk.receive()
    (entry,) = journal.entries(settings.archive_log)
    assert entry["tindakan"] == "arsip"
    assert entry["berkas"] == [file.entry()["sha256"]]


def test_a_damaged_original_is_seen(desk: Desk, settings: Settings) -> None:
    file = csv_file("1,a,b")
    desk.deliver(file)
    desk.receive()
    (path,) = archived(settings)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not archive.check(settings, file.entry()["sha256"])


def content(desk: Desk) -> list[Any]:
    return [desk.rows(f"select * from {table} order by all") for table in TABLES]


def test_a_lost_ledger_is_built_again_from_the_archive_alone(
    settings: Settings, tmp_path: Path
) -> None:
    """Also what repeats with other words said, and files of every form."""
    landing, empty = tmp_path / "landing", tmp_path / "kosong"
    with warehouse.connect(settings) as con:
        desk = Desk(con, settings, landing)
        desk.contract = contract(perjanjian=AGREEMENTS)
        desk.deliver(*named(("b.csv", "a.csv")), folder="satu", perjanjian="PKS/B")
        desk.deliver(*named(("a.csv", "b.csv")), folder="dua", perjanjian="PKS/A")
        desk.deliver(csv_file("9,dian,z"), folder="tiga", periode="2026T2")
        desk.receive()
        expected = content(desk)
    warehouse.remove_database(settings.warehouse_file)
    with warehouse.connect(settings) as con:
        desk = Desk(con, settings, empty)
        desk.contract = contract(perjanjian=AGREEMENTS)
        receipt = desk.receive()
        assert (receipt.received, receipt.refused) == (2, {})
        assert content(desk) == expected
        assert desk.receive().received == 0  # what the ledger knows is not read again
    assert list(settings.scratch_dir.iterdir()) == []


def test_an_archive_that_lost_a_file_says_so(settings: Settings, tmp_path: Path) -> None:
    with warehouse.connect(settings) as con:
        desk = Desk(con, settings, tmp_path / "landing")
        desk.deliver(csv_file("1,a,b"))
        desk.receive()
    (path,) = archived(settings)
    path.unlink()
    warehouse.remove_database(settings.warehouse_file)
    with warehouse.connect(settings) as con:
        receipt = Desk(con, settings, tmp_path / "kosong").receive()
    assert list(receipt.refused.values()) == ["BERKAS_TIADA"]


def test_a_line_of_the_log_that_was_cut_short_does_not_spoil_the_next(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    journal.append(log, {"a": 1})
    log.write_text(log.read_text() + '{"b": ')
    journal.append(log, {"c": 3})
    assert journal.entries(log) == [{"a": 1}, {"c": 3}]
    assert json.loads(log.read_text().splitlines()[-1]) == {"c": 3}
